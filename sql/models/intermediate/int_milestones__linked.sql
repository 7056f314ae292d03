with

statements as (

    select
        *,
        coalesce(sponsor_id, cluster_id) as scope_id
    from {{ ref('int_milestones__read') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

trial_mentions as (

    select * from {{ ref('int_trial_mentions__linked') }}

),

named_in_sentence as (

    select
        statements.milestone_id,
        min(trial_mentions.trial_key) as trial_key,
        count(distinct trial_mentions.trial_key) > 1 as has_several
    from statements
    inner join trial_mentions
        on
            statements.release_id = trial_mentions.release_id
            and trial_mentions.span_start between statements.span_start and statements.span_end - 1
    where statements.is_trial
    group by statements.milestone_id

),

-- `The RELION-2 results`: a name that another release of the sponsor says is a trial's, where the reader saw none. A
-- longer name is another one, and so is one with a number behind it.
known_names as (

    select
        scope_id,
        acronym,
        min(trial_key) as trial_key
    from trial_mentions
    where length(acronym) >= {{ var('trial_name_least_chars') }} and regexp_matches(acronym, '[A-Z].*[A-Z]')
    group by scope_id, acronym
    having count(distinct trial_key) = 1

),

unlinked as (

    select
        statements.milestone_id,
        statements.scope_id,
        ' ' || translate(statements.sentence, '(),.;:/®™’', '          ') || ' ' as spaced_sentence
    from statements
    left join named_in_sentence on statements.milestone_id = named_in_sentence.milestone_id
    where
        list_contains({{ var('trial_themes') }}, statements.theme)
        and len(statements.trial_keys) = 0
        and named_in_sentence.milestone_id is null

),

names_in_sentence as (

    select
        unlinked.milestone_id,
        known_names.acronym,
        known_names.trial_key,
        substr(
            unlinked.spaced_sentence, strpos(unlinked.spaced_sentence, ' ' || known_names.acronym || ' ')
            + length(known_names.acronym) + 2, 1
        ) as next_char
    from unlinked
    inner join known_names
        on
            unlinked.scope_id = known_names.scope_id
            and contains(unlinked.spaced_sentence, ' ' || known_names.acronym || ' ')

),

shorter_names as (

    select distinct
        names_in_sentence.milestone_id,
        names_in_sentence.acronym
    from names_in_sentence
    inner join names_in_sentence as longer
        on
            names_in_sentence.milestone_id = longer.milestone_id
            and starts_with(longer.acronym, names_in_sentence.acronym || ' ')

),

named_elsewhere as (

    select
        names_in_sentence.milestone_id,
        min(names_in_sentence.trial_key) as trial_key
    from names_in_sentence
    anti join shorter_names
        on
            names_in_sentence.milestone_id = shorter_names.milestone_id
            and names_in_sentence.acronym = shorter_names.acronym
    where not names_in_sentence.next_char between '0' and '9'
    group by names_in_sentence.milestone_id
    having count(distinct names_in_sentence.trial_key) = 1

),

-- A release on two products may name the trial of one and speak of the other.
only_trial_in_release as (

    select
        trial_mentions.release_id,
        min(trial_mentions.trial_key) as trial_key,
        min(trial_mentions.phase) as phase
    from trial_mentions
    inner join releases on trial_mentions.release_id = releases.release_id
    where len(releases.interventions) <= 1
    group by trial_mentions.release_id
    having count(distinct trial_mentions.trial_key) = 1 and count(distinct trial_mentions.phase) <= 1

),

-- The headline's trial is the one whose results are told, whatever others the text compares it with.
headline_trials as (

    select
        trial_mentions.release_id,
        min(trial_mentions.trial_key) as trial_key,
        min(trial_mentions.phase) as phase
    from trial_mentions
    inner join releases on trial_mentions.release_id = releases.release_id
    where trial_mentions.span_start < length(releases.title) and len(releases.interventions) <= 1
    group by trial_mentions.release_id
    having count(distinct trial_mentions.trial_key) = 1

),

told_in_text as (

    select
        statements.milestone_id,
        statements.release_id,
        statements.sponsor_id,
        statements.product_key,
        statements.phase,
        statements.indication_key,
        statements.theme,
        statements.role,
        case
            when len(statements.trial_keys) = 1 then statements.trial_keys[1]
            when len(statements.trial_keys) = 0
                then
                    if(
                        named_in_sentence.has_several,
                        null,
                        coalesce(named_in_sentence.trial_key, named_elsewhere.trial_key)
                    )
        end as told_trial_key,
        case
            when len(statements.trial_keys) = 1 then 'registry_id'
            when len(statements.trial_keys) > 1 or named_in_sentence.has_several then 'several_trials'
            when coalesce(named_in_sentence.trial_key, named_elsewhere.trial_key) is not null
                then 'named_in_sentence'
        end as told_reason,
        named_elsewhere.milestone_id is null as is_told_here
    from statements
    left join named_in_sentence on statements.milestone_id = named_in_sentence.milestone_id
    left join named_elsewhere on statements.milestone_id = named_elsewhere.milestone_id

),

-- Which trials the sponsor's texts tie to a product, by id or in one sentence: the ground for the inferences below.
product_trials as (

    select distinct
        sponsor_id,
        product_key,
        phase,
        told_trial_key as trial_key
    from told_in_text
    where told_trial_key is not null and is_told_here and sponsor_id is not null and product_key is not null

),

-- What the sponsor's texts say a trial is of.
known_trials as (

    select
        sponsor_id,
        told_trial_key as trial_key,
        list(distinct product_key) filter (where product_key is not null) as product_keys,
        list(distinct indication_key) filter (where indication_key is not null) as indication_keys
    from told_in_text
    where told_trial_key is not null and sponsor_id is not null
    group by sponsor_id, told_trial_key

),

-- Whose trial is meant where only product, phase and perhaps a disease are named.
asked as (

    select distinct
        sponsor_id,
        product_key,
        phase,
        indication_key
    from told_in_text
    where sponsor_id is not null and product_key is not null and phase is not null

),

candidates as (

    select
        asked.sponsor_id,
        asked.product_key,
        asked.phase,
        asked.indication_key,
        product_trials.trial_key,
        {{ is_of_indication('known_trials.indication_keys', 'asked.indication_key') }} as is_of_indication
    from asked
    inner join product_trials
        on
            asked.sponsor_id = product_trials.sponsor_id
            and asked.product_key = product_trials.product_key
            and asked.phase = product_trials.phase
    inner join known_trials
        on
            product_trials.sponsor_id = known_trials.sponsor_id
            and product_trials.trial_key = known_trials.trial_key

),

trial_of_product as (

    select
        sponsor_id,
        product_key,
        phase,
        indication_key,
        min(trial_key) filter (where is_of_indication) as trial_key,
        if(count(*) = 1, 'product_and_phase', 'product_phase_and_indication') as reason
    from candidates
    group by sponsor_id, product_key, phase, indication_key
    having count_if(is_of_indication) = 1

),

-- Regulatory events are of the product, and what is recalled may be of an earlier trial: nothing is inferred for those
-- from the rest of the release.
with_inferences as (

    select
        told_in_text.*,
        -- A trial known to be of other products or another disease is not taken for this one's.
        if(
            coalesce(told_in_text.phase = only_trial_in_release.phase, told_in_text.phase is null)
            and coalesce(list_contains(known_trials.product_keys, told_in_text.product_key), true)
            and {{ is_of_indication('known_trials.indication_keys', 'told_in_text.indication_key') }},
            only_trial_in_release.trial_key,
            null
        ) as only_trial_key,
        if(
            coalesce(told_in_text.phase = headline_trials.phase, true)
            and coalesce(list_contains(headlined.product_keys, told_in_text.product_key), true)
            and {{ is_of_indication('headlined.indication_keys', 'told_in_text.indication_key') }},
            headline_trials.trial_key,
            null
        ) as headline_trial_key,
        trial_of_product.trial_key as product_trial_key,
        trial_of_product.reason as product_trial_reason
    from told_in_text
    left join only_trial_in_release
        on
            if(
                list_contains({{ var('trial_themes') }}, told_in_text.theme) and told_in_text.role != 'background',
                told_in_text.release_id,
                null
            ) = only_trial_in_release.release_id
    left join known_trials
        on
            told_in_text.sponsor_id = known_trials.sponsor_id
            and only_trial_in_release.trial_key = known_trials.trial_key
    left join headline_trials
        on
            if(told_in_text.theme = 'data' and told_in_text.role = 'announced', told_in_text.release_id, null)
            = headline_trials.release_id
    left join known_trials as headlined
        on told_in_text.sponsor_id = headlined.sponsor_id and headline_trials.trial_key = headlined.trial_key
    left join trial_of_product
        on
            told_in_text.sponsor_id = trial_of_product.sponsor_id
            and if(
                list_contains({{ var('trial_themes') }}, told_in_text.theme), told_in_text.product_key, null
            ) = trial_of_product.product_key
            and told_in_text.phase = trial_of_product.phase
            and told_in_text.indication_key is not distinct from trial_of_product.indication_key

),

inferred as (

    select
        milestone_id,
        case
            when told_reason is not null then told_trial_key
            else coalesce(only_trial_key, headline_trial_key, product_trial_key)
        end as trial_key,
        case
            when told_reason is not null then told_reason
            when only_trial_key is not null then 'only_trial_in_release'
            when headline_trial_key is not null then 'only_trial_in_headline'
            when product_trial_key is not null then product_trial_reason
        end as trial_reason,
        -- `FLARE` of `FLARE2` or `FLARE II`.
        if(
            told_reason is null,
            nullif(regexp_extract(trial_key, ':(.*[A-Z])[ -]?(?:\d+|I{1,3}|IV|V)$', 1), ''),
            null
        ) as series
    from with_inferences

),

-- `FLARE-1 showed` is not of FLARE-2, which is known: there are several.
of_siblings as (

    select inferred.milestone_id
    from inferred
    inner join statements on inferred.milestone_id = statements.milestone_id
    where
        inferred.series is not null
        and contains(upper(statements.sentence), inferred.series)
        and not regexp_matches(
            {{ fold_study_name('statements.sentence') }} || ' ',
            split_part(inferred.trial_key, ':', 2) || '[^A-Z0-9]'
        )

),

final as (

    select
        inferred.milestone_id,
        if(of_siblings.milestone_id is null, inferred.trial_key, null) as trial_key,
        if(of_siblings.milestone_id is null, inferred.trial_reason, 'several_trials') as trial_reason
    from inferred
    left join of_siblings on inferred.milestone_id = of_siblings.milestone_id

)

select * from final
