-- A stated time has a first day, not after its last, and a precision; without one it has none of the three.
with

windows as (

    select
        milestone_id,
        window_start,
        window_end,
        window_precision
    from {{ ref('trial_milestones') }}
    union all
    select
        milestone_id,
        window_start,
        window_end,
        window_precision
    from {{ ref('guidance_history') }}
    union all
    select
        milestone_id,
        window_start,
        window_end,
        window_precision
    from {{ ref('milestones_review') }}

)

select * from windows
where
    window_start > window_end
    or (window_start is null) != (window_precision is null)
    or (window_start is null and window_end is not null)
