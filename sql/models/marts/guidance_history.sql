with

-- What statements say is joined last.
read as (

    select * from {{ ref('int_milestones__read') }}

),

-- Neither these nor the events are kept in memory for all their readers: they are wide.
plans as not materialized (

    select * from {{ ref('int_plans__compared') }}

),

events as not materialized (

    select
        *,
        coalesce(product_id, {{ fold_text('intervention') }}) as product_key
    from {{ ref('trial_milestones') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

horizon as (

    select
        {{ newest_day_told() }} as as_of_date,
        max(last_observed_at) as seen_until_at
    from releases

),

-- A window that was taken back is still the one that was promised last: the outcome is held against it.
last_plans as (

    select
        *,
        coalesce(window_start, previous_window_start) as promised_start,
        coalesce(window_end, previous_window_end) as promised_end,
        coalesce(window_precision, previous_window_precision) as promised_precision
    from plans
    qualify statement_number = max(statement_number) over (partition by event_id)

),

-- When it happened, as far as told: the stated window, else the day of an announcement. What is only recalled, without
-- a time, happened on that day at the latest.
happened as (

    select
        event_id,
        case
            when window_start is not null then window_start
            when role = 'announced' then told_date
        end as happened_from,
        if(window_start is null, told_date, window_end) as happened_until,
        -- An announcement that names no time may be of some days before; results are out when they are told.
        if(
            window_start is not null or theme = 'data', 0, {{ var('announced_after_most_days') }}
        ) as told_after_most_days,
        milestone_type in ('approval', 'application_rejected') as is_decision
    from events
    where role != 'guidance'

),

overtaken as (

    select * from {{ ref('int_plans__overtaken') }}

),

-- What ended a plan is told in its own event; the start of a trial, at the latest by its first patient.
told_ends as (

    select
        *,
        event_id as outcome_event_id
    from happened
    union all by name
    select
        overtaken.event_id,
        overtaken.overtaken_by_event_id as outcome_event_id,
        null as happened_from,
        happened.happened_until,
        happened.told_after_most_days
    from overtaken
    inner join happened on overtaken.overtaken_by_event_id = happened.event_id

),

compared as (

    select
        last_plans.event_id,
        told_ends.outcome_event_id,
        told_ends.happened_from,
        told_ends.happened_until,
        case
            when {{ is_set_talk('last_plans') }} then 'met'
            when
                told_ends.happened_until < last_plans.promised_start
                or (
                    starts_with(last_plans.promised_precision, 'by')
                    and last_plans.promised_end - told_ends.happened_until >= {{ var('by_met_early_least_days') }}
                )
                then 'met_early'
            when told_ends.happened_until <= last_plans.promised_end then 'met'
            -- What an agency is to decide by a date is told within days.
            when
                told_ends.happened_from > last_plans.promised_end + if(
                    told_ends.is_decision
                    and (
                        last_plans.milestone_type = 'regulatory_decision_date'
                        or last_plans.promised_start = last_plans.promised_end
                    ),
                    least(told_ends.told_after_most_days, {{ var('decision_told_most_days') }}),
                    told_ends.told_after_most_days
                )
                then 'missed'
        end as change
    from last_plans
    inner join told_ends on last_plans.event_id = told_ends.event_id

),

-- The trials of a product, where a plan that names none may be of the one that ended.
product_trials as (

    select distinct
        sponsor_id,
        product_key,
        trial_key,
        phase
    from events
    where product_key is not null and trial_key is not null

),

awaited as (

    select * from events
    where role = 'guidance' and list_contains({{ var('trial_themes') }}, theme)

),

discontinued as (

    select * from events
    where milestone_type = 'trial_discontinued' and role = 'announced'

),

product_void_candidates as (

    select
        awaited.event_id,
        awaited.sponsor_id,
        awaited.product_key,
        awaited.phase,
        discontinued.event_id as outcome_event_id,
        discontinued.told_date,
        discontinued.trial_key
    from awaited
    inner join discontinued
        on
            awaited.sponsor_id = discontinued.sponsor_id
            and awaited.product_key = discontinued.product_key
            and awaited.told_date < discontinued.told_date
            and not {{ is_past_talk('awaited', 'discontinued.told_date') }}
            and coalesce(awaited.phase = discontinued.phase, true)
    where
        awaited.trial_key is null
        and awaited.trial_reason is distinct from 'several_trials'
        -- `We stop the app` ends the app, whatever product the release is about.
        and (
            contains({{ fold_text('discontinued.sentence') }}, {{ fold_text('discontinued.intervention') }})
            or regexp_matches(discontinued.sentence, '(?i)\b(trial|study|studies|program(me)?)s?\b')
        )

),

perhaps_of_other_trials as (

    select
        candidates.event_id,
        candidates.outcome_event_id
    from product_void_candidates as candidates
    inner join product_trials
        on candidates.sponsor_id = product_trials.sponsor_id and candidates.product_key = product_trials.product_key
    where
        product_trials.trial_key is distinct from candidates.trial_key
        and coalesce(candidates.phase = product_trials.phase, true)

),

-- A discontinued trial leaves nothing to await of what was planned before, whether or not the plan said by when. That
-- holds for a plan of the product, too, unless it may be of another of its trials.
void_candidates as (

    select
        awaited.event_id,
        discontinued.event_id as outcome_event_id,
        discontinued.told_date
    from awaited
    inner join discontinued
        on
            awaited.sponsor_id = discontinued.sponsor_id
            and awaited.trial_key = discontinued.trial_key
            and awaited.told_date < discontinued.told_date
            and not {{ is_past_talk('awaited', 'discontinued.told_date') }}
    union all
    select
        candidates.event_id,
        candidates.outcome_event_id,
        candidates.told_date
    from product_void_candidates as candidates
    anti join perhaps_of_other_trials
        on
            candidates.event_id = perhaps_of_other_trials.event_id
            and candidates.outcome_event_id = perhaps_of_other_trials.outcome_event_id

),

void as (

    select
        event_id,
        null::date as happened_from,
        null::date as happened_until,
        'void' as change,
        min_by(outcome_event_id, (told_date, outcome_event_id)) as outcome_event_id
    from void_candidates
    group by event_id

),

-- An outcome told too vaguely to say whether the window was kept closes the plan without a word.
ends as (

    select * from compared
    where change is not null
    union all by name
    select * from void

),

end_steps as (

    select
        ends.event_id,
        ends.change,
        ends.happened_from,
        ends.happened_until,
        coalesce(last_plans.statement_number, 0) + 1 as step_number,
        coalesce(last_plans.milestone_type, planned.milestone_type) as milestone_type,
        coalesce(last_plans.detail, planned.detail) as detail,
        coalesce(last_plans.agency, planned.agency) as agency,
        coalesce(last_plans.trial_reason, planned.trial_reason) as trial_reason,
        coalesce(last_plans.intervention, planned.intervention) as intervention,
        coalesce(last_plans.indication, planned.indication) as indication,
        coalesce(last_plans.phase, planned.phase) as phase,
        last_plans.promised_start as previous_window_start,
        last_plans.promised_end as previous_window_end,
        last_plans.promised_precision as previous_window_precision,
        if(last_plans.event_id is null, null, 'statement_before') as previous_basis,
        last_plans.first_window_start,
        last_plans.first_window_end,
        last_plans.first_window_precision,
        outcomes.milestone_type as outcome_type,
        outcomes.told_date,
        outcomes.milestone_id,
        outcomes.first_observed_at
    from ends
    inner join events as planned on ends.event_id = planned.event_id
    inner join events as outcomes on ends.outcome_event_id = outcomes.event_id
    left join last_plans on ends.event_id = last_plans.event_id

),

-- Nobody says that a plan is overdue: the row shows the plan's own sentence, as of the newest day told of. A talk that
-- had its day is not.
overdue_steps as (

    select
        last_plans.event_id,
        last_plans.milestone_type,
        last_plans.detail,
        last_plans.agency,
        last_plans.trial_reason,
        last_plans.intervention,
        last_plans.indication,
        last_plans.phase,
        last_plans.milestone_id,
        last_plans.statement_number + 1 as step_number,
        last_plans.window_start as previous_window_start,
        last_plans.window_end as previous_window_end,
        last_plans.window_precision as previous_window_precision,
        'statement_before' as previous_basis,
        last_plans.first_window_start,
        last_plans.first_window_end,
        last_plans.first_window_precision,
        'overdue' as change,
        horizon.seen_until_at as first_observed_at
    from last_plans
    inner join events on last_plans.event_id = events.event_id
    left join void on last_plans.event_id = void.event_id
    left join overtaken on last_plans.event_id = overtaken.event_id
    cross join horizon
    where
        events.role = 'guidance'
        and void.event_id is null
        and overtaken.event_id is null
        and last_plans.window_end < horizon.as_of_date
        and not {{ is_past_talk('last_plans', 'horizon.as_of_date') }}

),

steps as (

    select
        *,
        statement_number as step_number
    from plans
    union all by name
    select * from end_steps
    union all by name
    select * from overdue_steps

),

final as (

    select
        steps.event_id,
        steps.step_number,
        steps.change,
        steps.slip_days,
        steps.slip_days_total,
        steps.milestone_type,
        steps.detail,
        steps.agency,
        events.sponsor_id,
        events.sponsor,
        read.event_sponsor,
        read.event_sponsor_reason,
        events.trial_key,
        steps.trial_reason,
        events.product_id,
        steps.intervention,
        steps.indication,
        steps.phase,
        steps.told_date,
        steps.window_start,
        steps.window_end,
        steps.window_precision,
        steps.previous_window_start,
        steps.previous_window_end,
        steps.previous_window_precision,
        steps.previous_basis,
        steps.first_window_start,
        steps.first_window_end,
        steps.first_window_precision,
        steps.outcome_type,
        steps.happened_from,
        steps.happened_until,
        read.sentence,
        read.span_start,
        read.span_end,
        read.release_id,
        read.url,
        steps.milestone_id,
        read.rule_id,
        read.rules_version,
        read.reader,
        read.confidence,
        steps.first_observed_at
    from steps
    inner join events on steps.event_id = events.event_id
    inner join read on steps.milestone_id = read.milestone_id

)

select * from final
order by event_id asc, step_number asc
