-- Which sponsors moved their plans back, how often, and by how many days at most? Only moves, not first statements.
select
    sponsor,
    count(*) as move_count,
    count(*) filter (where change = 'slipped') as slip_count,
    max(slip_days) as longest_slip_days,
    list(distinct milestone_type order by milestone_type) as milestone_types
from {{ ref('guidance_history') }}
where change in ('slipped', 'pulled_in')
group by sponsor
order by slip_count desc, longest_slip_days desc, sponsor asc
