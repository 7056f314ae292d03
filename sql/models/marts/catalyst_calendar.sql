with

events as (

    select * from {{ ref('trial_milestones') }}

),

steps as (

    select * from {{ ref('guidance_history') }}

),

captures as (

    select * from {{ ref('int_items__counted') }}

),

-- What came after the newest thing seen nobody here can know, however late it was pulled.
as_of as (

    select max(observed_at)::date as as_of_date from captures

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

milestone_types as (

    select * from {{ ref('milestone_types') }}

),

expected as (

    select events.*
    from events
    inner join milestone_types on events.milestone_type = milestone_types.milestone_type
    where events.role = 'guidance' and milestone_types.is_trial

),

-- Nothing is awaited of a trial that was ended.
closed as (

    select event_id from steps
    where change = 'void'

),

moves as (

    select
        event_id,
        count(*) as statement_count,
        count(*) filter (where change in ('slipped', 'pulled_in')) as move_count,
        sum(slip_days)::bigint as total_slip_days,
        min_by(window_start, step_number) as first_window_start,
        min_by(window_end, step_number) as first_window_end
    from steps
    where window_end is not null
    group by event_id

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
        expected.trial_key,
        expected.trial_ids,
        expected.trial_reason,
        expected.intervention,
        expected.indication,
        expected.phase,
        expected.window_start,
        expected.window_end,
        expected.window_precision,
        expected.event_date,
        case
            when expected.window_end is null then 'not_dated'
            when expected.window_end < as_of.as_of_date then 'overdue'
            else 'due'
        end as status,
        if(expected.window_end is null, null, greatest(as_of.as_of_date - expected.window_end, 0)) as overdue_days,
        as_of.as_of_date,
        sponsors.last_told_date as sponsor_last_told_date,
        coalesce(moves.statement_count, 0) as statement_count,
        coalesce(moves.move_count, 0) as move_count,
        moves.total_slip_days,
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
    left join sponsors on expected.sponsor_id = sponsors.sponsor_id
    cross join as_of
    where closed.event_id is null

)

select * from final
order by status asc, window_end asc nulls last, window_start asc, event_id asc
