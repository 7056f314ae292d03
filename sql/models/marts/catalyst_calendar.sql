with

events as (

    select * from {{ ref('trial_milestones') }}

),

steps as (

    select * from {{ ref('guidance_history') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

as_of as (

    select {{ newest_day_told() }} as as_of_date from releases

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

milestone_types as (

    select * from {{ ref('milestone_types') }}

),

-- A talk that had its day is awaited no more, nor is a plan that never said by when, and that nobody told again: what
-- is told now would not be taken for its end, either. Nor is one of which nobody spoke long after its window.
expected as (

    select events.*
    from events
    inner join milestone_types on events.milestone_type = milestone_types.milestone_type
    cross join as_of
    where
        events.role = 'guidance'
        and milestone_types.is_trial
        and not {{ is_past_talk('events', 'as_of.as_of_date') }}
        and coalesce(as_of.as_of_date - events.window_end <= {{ var('overdue_plan_most_days') }}, true)
        and (
            events.window_end is not null
            or events.is_withdrawn
            or as_of.as_of_date - coalesce(events.told_date, events.first_observed_at::date)
            <= {{ var('undated_plan_most_days') }}
        )

),

-- Nothing is awaited of a trial that was ended, nor what later events have overtaken.
closed as (

    select event_id from steps
    where change = 'void'
    union distinct
    select event_id from {{ ref('int_plans__overtaken') }}

),

moves as (

    select
        event_id,
        count(window_end) as statement_count,
        count(*) filter (where change in ('slipped', 'pulled_in')) as move_count,
        count(*) filter (where change = 'slipped') as slip_count,
        max_by(slip_days_total, step_number) as slip_days_total,
        min_by(first_window_start, step_number) as first_window_start,
        min_by(first_window_end, step_number) as first_window_end
    from steps
    where change != 'overdue'
    group by event_id

),

-- How well the sponsor kept its word so far: every outcome here is known on as_of_date.
records as (

    select
        sponsor_id,
        count(*) filter (where change != 'overdue') as ended_plan_count,
        count(*) filter (where change in ('met', 'met_early')) as on_time_count,
        count(*) filter (where change = 'overdue') as overdue_plan_count
    from steps
    where change in ('met', 'met_early', 'missed', 'overdue')
    group by sponsor_id

),

final as (

    select
        expected.event_id,
        expected.milestone_type,
        expected.theme,
        expected.detail,
        expected.agency,
        expected.sponsor_id,
        expected.sponsor,
        expected.event_sponsor,
        expected.event_sponsor_reason,
        expected.trial_key,
        expected.trial_ids,
        expected.trial_reason,
        expected.product_id,
        expected.intervention,
        expected.indication,
        expected.phase,
        expected.window_start,
        expected.window_end,
        expected.window_precision,
        expected.event_date,
        case
            when expected.is_withdrawn then 'withdrawn'
            when expected.window_end is null then 'not_dated'
            when expected.window_end < as_of.as_of_date then 'overdue'
            else 'due'
        end as status,
        if(expected.window_end is null, null, greatest(as_of.as_of_date - expected.window_end, 0)) as overdue_days,
        as_of.as_of_date,
        as_of.as_of_date - expected.told_date as statement_age_days,
        sponsors.last_told_date as sponsor_last_told_date,
        coalesce(records.ended_plan_count, 0) as sponsor_ended_plan_count,
        coalesce(records.on_time_count, 0) as sponsor_on_time_count,
        records.on_time_count / nullif(records.ended_plan_count, 0) as sponsor_on_time_share,
        coalesce(records.overdue_plan_count, 0) as sponsor_overdue_plan_count,
        coalesce(moves.statement_count, 0) as statement_count,
        coalesce(moves.move_count, 0) as move_count,
        coalesce(moves.slip_count, 0) as slip_count,
        moves.slip_days_total,
        moves.first_window_start,
        moves.first_window_end,
        expected.first_planned_at,
        expected.told_date,
        expected.sentence,
        expected.span_start,
        expected.span_end,
        expected.release_id,
        expected.release_title,
        expected.url,
        expected.milestone_id,
        expected.rule_id,
        expected.rules_version,
        expected.reader,
        expected.confidence,
        expected.first_observed_at
    from expected
    left join moves on expected.event_id = moves.event_id
    left join closed on expected.event_id = closed.event_id
    left join records on expected.sponsor_id = records.sponsor_id
    left join sponsors on expected.sponsor_id = sponsors.sponsor_id
    cross join as_of
    where closed.event_id is null

)

select * from final
order by status asc, window_end asc nulls last, window_start asc, event_id asc
