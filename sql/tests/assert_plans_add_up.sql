-- Slips add up to the way from the first window, each plan ends once, and its outcome stands behind its statements.
with

steps as (

    select
        *,
        change in ('met', 'met_early', 'missed', 'void') as is_outcome,
        sum(if(change = 'new_cycle', 0, slip_days)) over (
            partition by event_id
            order by step_number
        ) as slip_days_so_far
    from {{ ref('guidance_history') }}

),

plans as (

    select
        event_id,
        count(*) as step_count,
        min(step_number) as first_step,
        max(step_number) as last_step,
        count(*) filter (where is_outcome) as outcome_count,
        count(*) filter (where change = 'overdue') as overdue_count,
        max(step_number) filter (where is_outcome or change = 'overdue') as end_step,
        count(*) filter (where change in ('first_statement', 'new_cycle')) as opening_count,
        count(*) filter (where slip_days_total != coalesce(slip_days_so_far, 0)) as unequal_count,
        count(*) filter (where (previous_window_end is null) != (previous_basis is null)) as groundless_count,
        count(*) filter (
            where (slip_days is null)
            != (is_outcome or change in ('overdue', 'first_statement', 'withdrawn'))
        ) as unmeasured_count
    from steps
    group by event_id

)

select * from plans
where
    outcome_count + overdue_count > 1
    or end_step != last_step
    or first_step != 1
    or last_step != step_count
    or opening_count > 1
    or unequal_count > 0
    or groundless_count > 0
    or unmeasured_count > 0
