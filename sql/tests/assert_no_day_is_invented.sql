-- A day stands only where the sentence names that day.
with

days as (

    select
        event_id,
        event_date,
        window_start,
        window_end,
        window_precision
    from {{ ref('trial_milestones') }}
    union all
    select
        event_id,
        event_date,
        window_start,
        window_end,
        window_precision
    from {{ ref('catalyst_calendar') }}

)

select * from days
where
    (event_date is not null) != coalesce(window_precision = 'day', false)
    or event_date != window_start
    or (window_precision = 'day' and window_start != window_end)
