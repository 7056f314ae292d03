with

statements as (

    select * from {{ ref('int_milestones__read') }}

),

completed as (

    select * from {{ ref('int_milestones__completed') }}

),

deals as (

    select * from {{ ref('int_deals__named') }}

),

results as (

    select * from {{ ref('int_results__dated') }}

),

stated as (

    select
        statements.*,
        completed.scope_id,
        completed.detail_key,
        completed.sentence_key,
        completed.is_of_product,
        completed.about_product,
        completed.about_trial,
        completed.about_phase,
        completed.about_indication,
        deals.counterpart,
        results.period
    from statements
    inner join completed on statements.milestone_id = completed.milestone_id
    left join deals on statements.milestone_id = deals.milestone_id
    left join results on statements.milestone_id = results.milestone_id

),

-- What tells one event of a company from another: whom it acquires or deals with, who comes or goes, the quarter of its
-- results, and the amount, as `$92.0 million` or `$2,520,000`; a price of a share does not.
with_mark as (

    select
        milestone_id,
        release_id,
        cluster_id,
        scope_id,
        sponsor_id,
        milestone_type,
        role,
        theme,
        detail_key,
        agency as stated_agency,
        trial_keys,
        order_date,
        window_start,
        window_end,
        window_precision,
        span_start,
        span_end,
        sentence,
        sentence_key,
        is_of_product,
        about_product,
        about_trial,
        about_phase,
        about_indication,
        counterpart,
        period,
        if(
            milestone_type in ('financing', 'partnership', 'acquisition'),
            coalesce(
                nullif(regexp_extract(detail, '{{ var("amount_pattern") }}', 1), ''),
                regexp_extract(sentence, '{{ var("amount_pattern") }}', 1)
            ),
            ''
        ) as amount
    from stated

),

-- What an event is about: a product before regulators, a trial or else a product and phase before patients; the days
-- of a conference, planned or past.
-- Without a subject only the same sentence by the same sponsor is surely the same event; of a company's plans, only the
-- days of its results are followed from release to release.
with_subject as (

    select
        * exclude (counterpart, amount, period, sentence, sentence_key, trial_keys),
        -- `Approved in Japan`: FDA is not left out, it is not meant.
        stated_agency is null
        and theme = 'regulatory'
        and regexp_matches(
            sentence,
            'Japan|Chin(a|ese)\b|Europe|\bEU\b|\bUK\b|Kingdom|Canad|Australia|Korea|\bCE[ -][Mm]ark|\bcountries\b'
        )
        and not regexp_matches(sentence, '\bU\.?S\b|United ?States|FDA|America') as is_elsewhere,
        case
            when
                milestone_type = 'conference_participation'
                and sponsor_id is not null
                and window_end - window_start <= {{ var('conference_most_days') }}
                then 'days:' || window_start || '/' || window_end
            when theme = 'corporate' and (sponsor_id is null or (role = 'guidance' and period is null)) then null
            when counterpart is not null
                then
                    case milestone_type
                        when 'acquisition' then 'acquired:'
                        when 'partnership' then 'with:'
                        when 'recognition' then 'award:'
                        else 'person:'
                    end || counterpart
            when amount != ''
                then
                    'amount:'
                    || round(
                        replace(regexp_extract(amount, '^[\d.,]+'), ',', '')::double
                        * case
                            when regexp_matches(amount, '(?i)[\d\s]b') then 1e9
                            when regexp_matches(amount, '(?i)[\d\s]m') then 1e6
                            else 1
                        end
                    )::bigint
            when period is not null then 'period:' || period
            when theme = 'corporate' then 'sentence:' || sentence_key
            -- Another share of the patients is another event: it has no name but its words.
            when milestone_type = 'enrollment_progress' and role != 'guidance' and sponsor_id is not null
                then 'sentence:' || sentence_key
            when len(trial_keys) > 1 then 'trials:' || array_to_string(trial_keys, '+')
            when about_product is not null and is_of_product then 'product:' || about_product
            when about_trial is not null then 'trial:' || about_trial
            when about_product is not null then 'product:' || about_product || coalesce('/phase:' || about_phase, '')
            when sponsor_id is not null then 'sentence:' || sentence_key
        end as subject_key
    from with_mark

),

-- Indications are told in many words: those that share one with most others of the subject are one.
indication_words as (

    select distinct
        scope_id,
        milestone_type,
        detail_key,
        subject_key,
        about_indication,
        -- One arrhythmia or many.
        regexp_replace(
            unnest(
                list_filter(
                    string_split(about_indication, ' '),
                    lambda word: length(word) > 2 and not list_contains({{ var('common_indication_words') }}, word)
                )
            ),
            '([^s])s$',
            '\1'
        ) as indication_word
    from with_subject
    where about_indication is not null and is_of_product and starts_with(subject_key, 'product:')

),

word_counts as (

    select
        *,
        count(*) over (
            partition by scope_id, milestone_type, detail_key, subject_key, indication_word
        ) as indication_count
    from indication_words

),

indication_groups as (

    select
        scope_id,
        milestone_type,
        detail_key,
        subject_key,
        about_indication,
        min_by(indication_word, (-indication_count, indication_word)) as indication_group
    from word_counts
    group by scope_id, milestone_type, detail_key, subject_key, about_indication

),

with_indication as (

    select
        with_subject.*,
        coalesce(indication_groups.indication_group, with_subject.about_indication) as stated_indication_group
    from with_subject
    left join indication_groups
        on
            with_subject.scope_id = indication_groups.scope_id
            and with_subject.milestone_type = indication_groups.milestone_type
            and with_subject.detail_key is not distinct from indication_groups.detail_key
            and with_subject.subject_key = indication_groups.subject_key
            and with_subject.about_indication = indication_groups.about_indication

),

-- An agency left out is filled in where all other statements of the event name the same one; then a disease, where all
-- others of the agency do, or all of all agencies.
told_of_subject as (

    select
        scope_id,
        milestone_type,
        detail_key,
        subject_key,
        if(min(stated_agency) = max(stated_agency), min(stated_agency), null) as agency,
        if(
            min(stated_indication_group) = max(stated_indication_group), min(stated_indication_group), null
        ) as indication_group
    from with_indication
    group by scope_id, milestone_type, detail_key, subject_key

),

with_agency as (

    select
        with_indication.*,
        coalesce(
            with_indication.stated_agency,
            if(with_indication.is_elsewhere and told_of_subject.agency = 'FDA', null, told_of_subject.agency)
        ) as agency,
        coalesce(with_indication.stated_indication_group, told_of_subject.indication_group) as filled_indication_group
    from with_indication
    inner join told_of_subject
        on
            with_indication.scope_id = told_of_subject.scope_id
            and with_indication.milestone_type = told_of_subject.milestone_type
            and with_indication.detail_key is not distinct from told_of_subject.detail_key
            and with_indication.subject_key is not distinct from told_of_subject.subject_key

),

told_of_agency as (

    select
        scope_id,
        milestone_type,
        detail_key,
        subject_key,
        agency,
        min(stated_indication_group) as indication_group
    from with_agency
    where theme = 'regulatory' and starts_with(subject_key, 'product:') and agency is not null
    group by scope_id, milestone_type, detail_key, subject_key, agency
    having min(stated_indication_group) = max(stated_indication_group)

),

filled as (

    select
        with_agency.*,
        coalesce(with_agency.filled_indication_group, told_of_agency.indication_group) as indication_group
    from with_agency
    left join told_of_agency
        on
            with_agency.scope_id = told_of_agency.scope_id
            and with_agency.milestone_type = told_of_agency.milestone_type
            and with_agency.detail_key is not distinct from told_of_agency.detail_key
            and with_agency.subject_key = told_of_agency.subject_key
            and with_agency.agency = told_of_agency.agency

),

with_group as (

    select
        milestone_id,
        release_id,
        cluster_id,
        role,
        window_start,
        window_end,
        window_precision,
        span_start,
        span_end,
        subject_key,
        stated_agency,
        agency,
        indication_group,
        {{ stable_id([
            "scope_id",
            "milestone_type",
            "detail_key",
            "agency",
            "coalesce(subject_key, cluster_id)",
            "if(starts_with(subject_key, 'product:') and theme = 'regulatory', indication_group, null)",
        ]) }} as group_id
    from filled

),

-- Two rows of one release are two events, by the guide: so the first of a copy is the first of the other.
numbered as (

    select
        milestone_id,
        cluster_id,
        role,
        window_start,
        window_end,
        window_precision,
        subject_key,
        stated_agency,
        agency,
        indication_group,
        group_id,
        row_number() over (
            partition by release_id, group_id, role, window_start, window_end, window_precision
            order by span_start asc, span_end asc, milestone_id asc
        ) as nth_in_release
    from with_group

),

final as (

    select
        milestone_id,
        subject_key,
        stated_agency,
        agency,
        indication_group,
        group_id,
        nth_in_release,
        {{ stable_id([
            "group_id",
            "cluster_id",
            "role",
            "window_start",
            "window_end",
            "window_precision",
            "nth_in_release",
        ]) }} as telling_id
    from numbered

)

select * from final
