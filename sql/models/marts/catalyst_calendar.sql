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

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

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

-- What was taken back last has no window now, whatever was stated before.
withdrawn as (

    select
        steps.*,
        releases.title as release_title
    from steps
    inner join releases on steps.release_id = releases.release_id
    where steps.change != 'overdue'
    qualify
        steps.step_number = max(steps.step_number) over (partition by steps.event_id)
        and steps.change = 'withdrawn'

),

current as (

    select
        expected.* replace (
            if(withdrawn.event_id is null, expected.window_start, null) as window_start,
            if(withdrawn.event_id is null, expected.window_end, null) as window_end,
            if(withdrawn.event_id is null, expected.window_precision, null) as window_precision,
            if(withdrawn.event_id is null, expected.event_date, null) as event_date,
            if(withdrawn.event_id is null, expected.told_date, withdrawn.told_date) as told_date,
            if(withdrawn.event_id is null, expected.url, withdrawn.url) as url,
            coalesce(withdrawn.sentence, expected.sentence) as sentence,
            coalesce(withdrawn.span_start, expected.span_start) as span_start,
            coalesce(withdrawn.span_end, expected.span_end) as span_end,
            coalesce(withdrawn.release_id, expected.release_id) as release_id,
            coalesce(withdrawn.release_title, expected.release_title) as release_title,
            coalesce(withdrawn.milestone_id, expected.milestone_id) as milestone_id,
            coalesce(withdrawn.rule_id, expected.rule_id) as rule_id,
            coalesce(withdrawn.rules_version, expected.rules_version) as rules_version,
            coalesce(withdrawn.reader, expected.reader) as reader,
            coalesce(withdrawn.confidence, expected.confidence) as confidence,
            coalesce(withdrawn.first_observed_at, expected.first_observed_at) as first_observed_at
        ),
        withdrawn.event_id is not null as is_withdrawn
    from expected
    left join withdrawn on expected.event_id = withdrawn.event_id

),

-- How well the sponsor kept its word so far: every outcome here is known on as_of_date.
records as (

    select
        sponsor_id,
        count(*) as ended_plan_count,
        count(*) filter (where change in ('met', 'met_early')) as on_time_count
    from steps
    where change in ('met', 'met_early', 'missed')
    group by sponsor_id

),

final as (

    select
        current.event_id,
        current.milestone_type,
        current.theme,
        current.detail,
        current.agency,
        current.sponsor_id,
        current.sponsor,
        current.trial_key,
        current.trial_ids,
        current.trial_reason,
        current.product_id,
        current.intervention,
        current.indication,
        current.phase,
        current.window_start,
        current.window_end,
        current.window_precision,
        current.event_date,
        case
            when current.is_withdrawn then 'withdrawn'
            when current.window_end is null then 'not_dated'
            when current.window_end < as_of.as_of_date then 'overdue'
            else 'due'
        end as status,
        if(current.window_end is null, null, greatest(as_of.as_of_date - current.window_end, 0)) as overdue_days,
        as_of.as_of_date,
        as_of.as_of_date - current.told_date as statement_age_days,
        sponsors.last_told_date as sponsor_last_told_date,
        coalesce(records.ended_plan_count, 0) as sponsor_ended_plan_count,
        coalesce(records.on_time_count, 0) as sponsor_on_time_count,
        records.on_time_count / records.ended_plan_count as sponsor_on_time_share,
        coalesce(moves.statement_count, 0) as statement_count,
        coalesce(moves.move_count, 0) as move_count,
        coalesce(moves.slip_count, 0) as slip_count,
        moves.slip_days_total,
        moves.first_window_start,
        moves.first_window_end,
        current.first_planned_at,
        current.told_date,
        current.sentence,
        current.span_start,
        current.span_end,
        current.release_id,
        current.release_title,
        current.url,
        current.milestone_id,
        current.rule_id,
        current.rules_version,
        current.reader,
        current.confidence,
        current.first_observed_at
    from current
    left join moves on current.event_id = moves.event_id
    left join closed on current.event_id = closed.event_id
    left join records on current.sponsor_id = records.sponsor_id
    left join sponsors on current.sponsor_id = sponsors.sponsor_id
    cross join as_of
    where closed.event_id is null

)

select * from final
order by status asc, window_end asc nulls last, window_start asc, event_id asc
