-- What a statement leaves out of who, what and where, others of the same sponsor and type say. Nothing here decides
-- which event a statement tells: that is grouping's, and time's.
with

worded as (

    select * from {{ ref('int_milestones__worded') }}

),

-- Each sentence once: sorting them is dear.
sentences as (

    select distinct
        scope_id,
        milestone_type,
        detail_key,
        agency,
        own_sentence_key
    from worded

),

neighboured as (

    select
        *,
        -- Joined and grouped by below, in place of five texts.
        row_number() over () as own_sentence_number,
        lag(own_sentence_key) over by_alphabet as previous_key
    from sentences
    window by_alphabet as (partition by scope_id, milestone_type, detail_key, agency order by own_sentence_key)

),

-- The words of two neighbours of which one may hold all of the other's: it then has the other's last one.
in_words as (

    select
        * exclude (previous_key),
        if(
            contains(' ' || own_sentence_key || ' ', ' ' || split_part(previous_key, ' ', -1) || ' ')
            or contains(' ' || previous_key || ' ', ' ' || split_part(own_sentence_key, ' ', -1) || ' '),
            {
                'words': list_distinct(string_split(own_sentence_key, ' ')),
                'previous': list_distinct(string_split(previous_key, ' '))
            },
            null
        ) as told
    from neighboured

),

worded_alike as (

    select
        * exclude (told),
        told['words'] as words,
        told['previous'] as previous_words
    from in_words

),

-- In the order of the alphabet, a sentence that differs from the one before by a few added words is the same again,
-- unless what is added counts something, or tells of an end.
compared as (

    select
        * exclude (words, previous_words),
        -- What is cheap to ask comes first: a case goes no further than it must.
        case
            when previous_words is null then false
            when
                abs(len(words) - len(previous_words))
                > {{ var('same_sentence_most_added') }} * greatest(len(words), len(previous_words))
                then false
            when len(list_intersect(words, previous_words)) != least(len(words), len(previous_words)) then false
            when len(words) = len(previous_words) then true
            when length(own_sentence_key) < {{ var('repeated_least_chars') }} then false
            else not regexp_matches(
                    array_to_string(
                        list_filter(
                            list_concat(words, previous_words),
                            lambda word: not (list_contains(words, word) and list_contains(previous_words, word))
                        ),
                        ' '
                    ),
                    '\d|\b(first|second|third|fourth|fifth|sixth|last|next|final|not|no|clos(es|ed|ing)'
                    '|complet(es|ed|ion))\b'
                )
        end as is_same_sentence
    from worded_alike

),

-- The first of those that are the same stands for them.
keyed as (

    select
        * exclude (is_same_sentence),
        last_value(if(is_same_sentence, null, own_sentence_key) ignore nulls) over by_alphabet as sentence_key,
        last_value(if(is_same_sentence, null, own_sentence_number) ignore nulls) over by_alphabet as sentence_number
    from compared
    window by_alphabet as (partition by scope_id, milestone_type, detail_key, agency order by own_sentence_key)

),

with_sentence as (

    select
        worded.*,
        keyed.sentence_key,
        keyed.sentence_number
    from worded
    left join keyed
        on
            worded.scope_id = keyed.scope_id
            and worded.milestone_type = keyed.milestone_type
            and worded.detail_key is not distinct from keyed.detail_key
            and worded.agency is not distinct from keyed.agency
            and worded.own_sentence_key = keyed.own_sentence_key

),

-- A sentence that the sponsor repeats to the letter speaks of the same thing each time, whatever else its release is
-- about. The reading that takes its product from the sentence itself is the best; a short sentence may say anything.
repeated as (

    select
        sentence_number,
        min_by(
            {
                'product': own_product,
                'trial': trial_key,
                'phase': phase,
                'indication': indication_key
            },
            (not names_product, trial_key is null, own_product is null, order_date, release_number, milestone_id)
        ) as told
    from with_sentence
    where sponsor_id is not null and length(sentence_key) >= {{ var('repeated_least_chars') }}
    group by sentence_number
    having
        count(*) > 1
        -- Said twice in one release, it speaks of two things.
        and count(*) = count(distinct release_id)
        and (
            bool_or(names_product)
            or min(own_product) is not distinct from max(own_product)
            or min(length(sentence_key)) >= {{ var('unnamed_least_chars') }}
        )

),

as_repeated as (

    select
        with_sentence.*,
        if(repeated.told is null, with_sentence.own_product, repeated.told['product']) as about_product,
        if(repeated.told is null, with_sentence.trial_key, repeated.told['trial']) as told_trial,
        if(repeated.told is null, with_sentence.phase, repeated.told['phase']) as told_phase,
        if(repeated.told is null, with_sentence.indication_key, repeated.told['indication']) as told_indication
    from with_sentence
    left join repeated on with_sentence.sentence_number = repeated.sentence_number

),

with_whole_phase as (

    select
        *,
        {{ whole_phase('told_phase') }} as whole_phase
    from as_repeated

),

-- `2a` is `2`, unless the sponsor tells of `2b` too.
parted_phases as (

    select
        scope_id,
        milestone_type,
        about_product,
        whole_phase
    from with_whole_phase
    where told_phase != whole_phase
    group by scope_id, milestone_type, about_product, whole_phase
    having min(told_phase) != max(told_phase)

),

with_phase as (

    select
        told.*,
        if(parted_phases.scope_id is null, told.whole_phase, told.told_phase) as one_phase
    from with_whole_phase as told
    left join parted_phases
        on
            told.scope_id = parted_phases.scope_id
            and told.milestone_type = parted_phases.milestone_type
            and told.about_product is not distinct from parted_phases.about_product
            and told.whole_phase = parted_phases.whole_phase

),

only_trials as (

    select
        scope_id,
        milestone_type,
        about_product,
        min(told_trial) as told_trial,
        min(one_phase) as first_phase,
        max(one_phase) as last_phase,
        max(order_date) filter (where role = 'guidance') as last_planned_date
    from with_phase
    where about_product is not null and told_trial is not null
    group by scope_id, milestone_type, about_product
    having min(told_trial) = max(told_trial)

),

trial_indications as (

    select
        scope_id,
        told_trial,
        list(distinct told_indication) as indications
    from with_phase
    where told_trial is not null and told_indication is not null
    group by scope_id, told_trial

),

-- The trial is left out where all others tell of one trial of the product, in that phase. Results recalled without a
-- phase may be of any; those recalled while the trial's own are awaited are of another, and so are those
-- in a disease that is surely none of the trial's.
with_trial as (

    select
        with_phase.*,
        coalesce(
            with_phase.told_trial,
            if(
                not with_phase.is_of_product
                and not with_phase.names_trials
                and (
                    with_phase.one_phase between only_trials.first_phase and only_trials.last_phase
                    or (with_phase.one_phase is null and with_phase.theme != 'data')
                )
                and coalesce(
                    with_phase.theme != 'data'
                    or with_phase.role != 'background'
                    or with_phase.order_date > only_trials.last_planned_date,
                    true
                )
                and not (
                    with_phase.theme = 'data'
                    and {{ is_none_of_indications(
                        'trial_indications.indications', 'with_phase.told_indication', 'with_phase.own_sentence_key'
                    ) }}
                ),
                only_trials.told_trial,
                null
            )
        ) as about_trial
    from with_phase
    left join only_trials
        on
            with_phase.scope_id = only_trials.scope_id
            and with_phase.milestone_type = only_trials.milestone_type
            and with_phase.about_product = only_trials.about_product
    left join trial_indications
        on only_trials.scope_id = trial_indications.scope_id and only_trials.told_trial = trial_indications.told_trial

),

-- The phase is left out where all others of the product name the same one. Results planned or recalled without
-- it may be of any.
only_phases as (

    select
        scope_id,
        milestone_type,
        about_product,
        min(one_phase) as one_phase
    from with_trial
    where about_trial is null and one_phase is not null
    group by scope_id, milestone_type, about_product
    having min(one_phase) = max(one_phase)

),

final as (

    select
        with_trial.milestone_id,
        with_trial.scope_id,
        with_trial.detail_key,
        with_trial.sentence_key,
        with_trial.is_of_product,
        with_trial.about_product,
        with_trial.about_trial,
        coalesce(
            with_trial.one_phase,
            if(
                (with_trial.theme != 'data' or with_trial.role = 'announced') and with_trial.about_trial is null,
                only_phases.one_phase,
                null
            )
        ) as about_phase,
        with_trial.told_indication as about_indication
    from with_trial
    left join only_phases
        on
            with_trial.scope_id = only_phases.scope_id
            and with_trial.milestone_type = only_phases.milestone_type
            and with_trial.about_product is not distinct from only_phases.about_product

)

select * from final
