-- A plan is withdrawn in trial_milestones where its last step took its time back, and then has no window there.
with

events as (

    select * from {{ ref('trial_milestones') }}

),

last_steps as (

    select
        event_id,
        change
    from {{ ref('guidance_history') }}
    where change != 'overdue'
    qualify step_number = max(step_number) over (partition by event_id)

)

select events.event_id
from events
left join last_steps on events.event_id = last_steps.event_id
where
    events.is_withdrawn != coalesce(events.role = 'guidance' and last_steps.change = 'withdrawn', false)
    or (events.is_withdrawn and (events.window_start is not null or events.window_end is not null))
