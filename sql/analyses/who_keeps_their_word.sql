-- Question: Which sponsors are the most reliable: of the windows that are past, which share did each meet?
-- Grain: one row for each sponsor with at least three plans that ended, the most reliable first.
-- Units: plans by their last window; shares from 0 to 1. An overdue plan may have an outcome elsewhere: met_share
--   counts it as not met, most_met_share as met, and the truth lies between.
-- Change: the 3; leave out 'overdue' to judge by known outcomes alone.
select
    sponsor,
    count(*) as plan_count,
    count(*) filter (where change in ('met', 'met_early')) as met_count,
    count(*) filter (where change = 'missed') as missed_count,
    count(*) filter (where change = 'overdue') as overdue_count,
    round(met_count / plan_count, 2) as met_share,
    round((met_count + overdue_count) / plan_count, 2) as most_met_share
from guidance_history
where
    change in ('met', 'met_early', 'missed', 'overdue')
    and sponsor_id is not null
group by sponsor_id, sponsor
having plan_count >= 3
order by met_share desc, plan_count desc, sponsor asc
