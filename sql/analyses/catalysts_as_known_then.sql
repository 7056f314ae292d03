-- Question: For a back-test: what was expected at the end of 2024, as known then, and what became of it?
-- Grain: one row for each catalyst open then; last_change is null where nothing was told of it since.
-- Units: windows are whole days, inclusive; told_date is the day of the telling, null where nobody told it.
-- Change: the day, in both places; a filter on milestone_type.
with

expected as (

    select * from catalyst_calendar_as_of('2024-12-31')

),

-- The statement ties then to now: an event's id may have changed with what was learnt since.
plans as (

    select
        milestone_id,
        min(event_id) as event_id
    from guidance_history
    group by milestone_id

),

later as (

    select
        event_id,
        change,
        window_start,
        window_end,
        told_date
    from guidance_history
    where (first_observed_at at time zone 'UTC')::date > '2024-12-31'
    qualify step_number = max(step_number) over (partition by event_id)

)

select
    expected.sponsor,
    expected.intervention,
    expected.milestone_type,
    expected.window_start,
    expected.window_end,
    expected.status,
    later.change as last_change,
    later.window_start as last_window_start,
    later.window_end as last_window_end,
    later.told_date,
    expected.sentence
from expected
left join plans on expected.milestone_id = plans.milestone_id
left join later on plans.event_id = later.event_id
order by expected.window_end nulls last, expected.event_id
