-- What the press says of a trial and what its registry record says, held against each other kind by kind. Only what
-- cannot both be true, or is past what is usual, is a difference; what one side says less exactly is none.
with

records as (

    select * from {{ ref('int_registry_records__dated') }}

),

events as (

    select
        *,
        {{ main_phases('phase') }} as main_phases,
        regexp_matches(sentence, '{{ var("words_for_parts_of_trials") }}') as is_of_part
    from {{ ref('trial_milestones') }}
    where trial_key is not null

),

expected as (

    select * from {{ ref('catalyst_calendar') }}
    where trial_key is not null

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

enrolments as (

    select * from {{ ref('int_enrolments__compared') }}

),

registry_values as (

    select * from {{ ref('int_registry_values__listed') }}

),

-- Phase: only where the text ties the event to the trial itself, and no event of the trial is told with the registry's.
phase_gaps as (

    select
        events.trial_key,
        events.event_id,
        'phase' as gap_kind,
        'no_phase_in_common' as reason,
        events.phase as press_value
    from events
    inner join records on events.trial_key = records.trial_key
    where
        events.trial_reason in ('registry_id', 'named_in_sentence')
        and len(events.main_phases) > 0
        and len(records.main_phases) > 0
    qualify
        not bool_or(list_has_any(events.main_phases, records.main_phases)) over (partition by events.trial_key)

),

enrolment_gaps as (

    select
        trial_key,
        release_id,
        kind,
        value_count,
        'enrolment' as gap_kind,
        gap_reason as reason,
        value_count || ' (' || kind || ')' as press_value,
        apart_count
    from enrolments
    where gap_reason is not null

),

-- Status: a record last seen before the day of the telling may have been mended since, so it says nothing; registries
-- ask for a change within days. That nobody took part in what was begun is wrong at once.
status_gaps as (

    select
        events.trial_key,
        events.event_id,
        'status' as gap_kind,
        case events.milestone_type
            when 'trial_discontinued' then 'discontinued_but_open'
            when 'trial_completed' then 'completed_but_open'
            when 'enrollment_completed' then 'enrolled_but_open'
            else 'begun_but_not_open'
        end as reason,
        events.milestone_type as press_value,
        records.last_observed_at::date - events.told_date as apart_days
    from events
    inner join records on events.trial_key = records.trial_key
    where
        events.role != 'guidance'
        and (
            (
                events.milestone_type in ('trial_discontinued', 'trial_completed', 'enrollment_completed')
                and records.status in ('RECRUITING', 'NOT_YET_RECRUITING', 'ENROLLING_BY_INVITATION')
                and apart_days > {{ var('registry_status_most_days') }}
                and not events.is_of_part
                -- The Phase 1 of a Phase 1/2 is done while the trial goes on; so is Phase 1a, the doses being found.
                and events.phase is distinct from '1a'
                and (coalesce(len(events.main_phases), 0) = 0 or list_has_all(events.main_phases, records.main_phases))
            )
            or (
                events.milestone_type in ('first_patient_enrolled', 'first_patient_dosed')
                and (
                    (records.status = 'WITHDRAWN' and apart_days >= 0)
                    or (
                        records.status = 'NOT_YET_RECRUITING'
                        and apart_days > {{ var('registry_status_most_days') }}
                    )
                )
            )
        )
    union all
    select
        expected.trial_key,
        expected.event_id,
        'status' as gap_kind,
        'ended_but_expected' as reason,
        expected.milestone_type || ' expected' as press_value,
        null as apart_days
    from expected
    inner join records on expected.trial_key = records.trial_key
    where
        list_contains({{ var('trial_themes') }}, expected.theme)
        and (
            records.status = 'WITHDRAWN'
            -- What was terminated may still be presented and published.
            or (
                records.status = 'TERMINATED'
                and expected.milestone_type not in ('data_presented', 'data_published')
            )
        )

),

-- When, as far as told: the stated window; without one, what was announced had happened by the day it was told.
dated_events as (

    select
        events.*,
        case
            when events.role = 'guidance' then events.window_start
            else coalesce(events.window_start, date '0001-01-01')
        end as happens_from,
        case
            when events.window_start is not null then coalesce(events.window_end, date '9999-12-31')
            when events.role = 'announced' then events.told_date
        end as happens_until
    from events

),

-- Start: registries mean the first patient. A first dose may come after it, and a site may open before it.
start_gaps as (

    select
        dated_events.trial_key,
        dated_events.event_id,
        'start' as gap_kind,
        if(dated_events.role = 'guidance', 'planned_start_elsewhere', 'started_elsewhere') as reason,
        dated_events.milestone_type || if(dated_events.role = 'guidance', ' expected', '') as press_value,
        {{ days_apart('dated_events', 'records.start_from', 'records.start_until') }} as apart_days
    from dated_events
    inner join records on dated_events.trial_key = records.trial_key
    where
        dated_events.milestone_type in ('trial_initiated', 'first_patient_enrolled', 'first_patient_dosed')
        -- What was withdrawn before it began keeps dates that mean nothing, such as 2099-01-01.
        and records.status is distinct from 'WITHDRAWN'
        -- A plan that was kept is no difference from the day on which it was kept, nor one that was given up.
        and (
            dated_events.role != 'guidance'
            or (
                records.start_date_kind = 'ESTIMATED'
                and dated_events.event_id in (select expected.event_id from expected)
            )
        )
        and (
            (
                records.start_from > dated_events.happens_until
                and (dated_events.role = 'guidance' or dated_events.milestone_type != 'trial_initiated')
            )
            or (
                records.start_until < dated_events.happens_from
                and (dated_events.role = 'guidance' or dated_events.milestone_type != 'first_patient_dosed')
                -- A part of the trial may start later, as the Phase 2 of a Phase 1/2 does.
                and not dated_events.is_of_part
                and not (
                    len(dated_events.main_phases) > 0
                    and len(list_intersect(records.main_phases, dated_events.main_phases)) < len(records.main_phases)
                )
            )
        )

),

toplines as (

    select
        *,
        -- The first topline is the one that primary completion leads to; later ones are of later periods.
        row_number() over (
            partition by trial_key
            order by
                role = 'guidance',
                coalesce(window_end, told_date) asc,
                told_date asc nulls last,
                event_id asc
        ) as nth_topline
    from dated_events
    where
        milestone_type = 'topline_readout'
        -- A part of the trial may be read before the whole.
        and not is_of_part
        and (role != 'guidance' or event_id in (select expected.event_id from expected))

),

completion_gaps as (

    select
        toplines.trial_key,
        toplines.event_id,
        'primary_completion' as gap_kind,
        case
            when records.completion_from <= toplines.happens_until then 'readout_long_after_completion'
            when toplines.role = 'guidance' then 'readout_expected_before_completion'
            else 'readout_before_completion'
        end as reason,
        if(toplines.role = 'guidance', 'topline_readout expected', 'topline_readout') as press_value,
        {{ days_apart('toplines', 'records.completion_from', 'records.completion_until') }} as apart_days
    from toplines
    inner join records on toplines.trial_key = records.trial_key
    where
        toplines.nth_topline = 1
        and records.status is distinct from 'WITHDRAWN'
        and (
            records.completion_from > toplines.happens_until
            or toplines.happens_from - records.completion_until > {{ var('readout_after_completion_most_days') }}
        )

),

-- Sponsor: partners tell of trials too, so only where nobody who tells of the trial is the registered one, its parent
-- or subsidiary, or of the same house by the first word: Galbrun Therapeutics and Galbrun Biotech GmbH.
tellers as (

    select
        events.*,
        bool_or(
            events.sponsor_id = records.sponsor_id
            or teller.parent_sponsor_id = records.sponsor_id
            or registered.parent_sponsor_id = events.sponsor_id
            or split_part(teller.name_key, ' ', 1) = split_part({{ fold_sponsor('records.sponsor') }}, ' ', 1)
        ) over (partition by events.trial_key) as is_registered_among_them
    from events
    inner join records on events.trial_key = records.trial_key
    inner join sponsors as teller on events.sponsor_id = teller.sponsor_id
    left join sponsors as registered on records.sponsor_id = registered.sponsor_id
    where records.sponsor is not null

),

sponsor_gaps as (

    select distinct
        trial_key,
        event_id,
        'sponsor' as gap_kind,
        'registered_sponsor_tells_nothing' as reason,
        sponsor as press_value
    from tellers
    where
        is_registered_among_them is distinct from true
        and list_contains({{ var('trial_themes') }}, theme)
        and role != 'background'
        and trial_reason in ('registry_id', 'named_in_sentence')

),

gaps as (

    select * from phase_gaps
    union all by name
    select * from enrolment_gaps
    union all by name
    select * from status_gaps
    union all by name
    select * from start_gaps
    union all by name
    select * from completion_gaps
    union all by name
    select * from sponsor_gaps

),

with_press as (

    select
        gaps.trial_key,
        gaps.gap_kind,
        gaps.reason,
        gaps.press_value,
        gaps.apart_days,
        gaps.apart_count,
        gaps.value_count,
        events.event_id,
        events.window_start as press_window_start,
        events.window_end as press_window_end,
        events.window_precision as press_window_precision,
        coalesce(events.sponsor_id, enrolments.sponsor_id) as sponsor_id,
        coalesce(events.told_date, enrolments.told_date) as told_date,
        coalesce(events.sentence, enrolments.sentence) as sentence,
        coalesce(events.span_start, enrolments.span_start) as span_start,
        coalesce(events.span_end, enrolments.span_end) as span_end,
        coalesce(events.release_id, enrolments.release_id) as release_id,
        coalesce(events.url, enrolments.url) as url,
        coalesce(events.first_observed_at, enrolments.first_observed_at) as first_observed_at
    from gaps
    left join events on gaps.event_id = events.event_id
    left join enrolments
        on
            gaps.release_id = enrolments.release_id
            and gaps.kind = enrolments.kind
            and gaps.value_count = enrolments.value_count

),

-- Of several statements that differ in the same kind, the latest told.
ranked as (

    select
        *,
        row_number() over (
            partition by trial_key, gap_kind
            order by
                told_date desc nulls last,
                first_observed_at desc,
                reason asc,
                release_id asc,
                span_start asc,
                event_id asc,
                value_count asc
        ) as nth_latest
    from with_press

),

final as (

    select
        ranked.trial_key,
        ranked.gap_kind,
        ranked.reason,
        ranked.press_value,
        registry_values.registry_value,
        ranked.apart_days::bigint as apart_days,
        ranked.apart_count::bigint as apart_count,
        ranked.press_window_start,
        ranked.press_window_end,
        ranked.press_window_precision,
        registry_values.registry_window_start,
        registry_values.registry_window_end,
        ranked.sponsor_id,
        sponsors.name as sponsor,
        ranked.event_id,
        ranked.told_date,
        ranked.sentence,
        ranked.span_start,
        ranked.span_end,
        ranked.release_id,
        ranked.url,
        registry_values.registry_trial_id,
        registry_values.registry_url,
        registry_values.registry_source_id,
        registry_values.registry_location,
        registry_values.registry_last_update_date,
        registry_values.registry_observed_at,
        greatest(ranked.first_observed_at, registry_values.registry_first_observed_at) as first_observed_at
    from ranked
    inner join registry_values
        on ranked.trial_key = registry_values.trial_key and ranked.gap_kind = registry_values.gap_kind
    left join sponsors on ranked.sponsor_id = sponsors.sponsor_id
    where ranked.nth_latest = 1

)

select * from final
order by trial_key asc, gap_kind asc
