-- Weeks begin on a Monday, and hold all releases of the sponsor.
with

activity as (

    select
        sponsor_id,
        sum(release_count) as release_count,
        sum(announcement_count) as announcement_count,
        bool_and(isodow(week_start) = 1) as are_mondays,
        bool_and(announced_count = coalesce(list_sum(map_values(announced_by_type)), 0)) as types_add_up
    from {{ ref('sponsor_activity') }}
    group by sponsor_id

),

sponsors as (

    select * from {{ ref('sponsors') }}

)

select sponsors.sponsor_id
from sponsors
left join activity on sponsors.sponsor_id = activity.sponsor_id
where
    (activity.sponsor_id is null and sponsors.release_count > 0)
    or activity.release_count != sponsors.release_count
    or activity.announcement_count < sponsors.announcement_count
    or not activity.are_mondays
    or not activity.types_add_up
