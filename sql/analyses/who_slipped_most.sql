-- Question: Which sponsors moved their plans back, how often, and by how many days at most?
-- Grain: one row for each sponsor that moved a plan, the most slips first.
-- Units: statements that moved a window; longest_slip_days is days between last days of windows.
-- Change: a condition on told_date, for one period; on phase or milestone_type.
select
    sponsor,
    count(*) as move_count,
    count(*) filter (where change = 'slipped') as slip_count,
    max(slip_days) as longest_slip_days,
    list(distinct milestone_type order by milestone_type) as milestone_types
from guidance_history
where change in ('slipped', 'pulled_in')
group by sponsor_id, sponsor
order by slip_count desc, longest_slip_days desc, sponsor asc
