-- Question: Of plans that slipped, how did they end, against plans that never moved?
-- Grain: one row for each number of slips.
-- Units: plans with an end; shares from 0 to 1. An overdue plan may have an outcome elsewhere: met_share counts it as
--   not met, most_met_share as met, and the truth lies between.
-- Change: group by phase or milestone_type too; count 'pulled_in' in place of 'slipped'.
with

plans as (

    select
        event_id,
        count(*) filter (where change = 'slipped') as slip_count,
        max_by(change, step_number) as ended
    from guidance_history
    group by event_id

)

select
    slip_count,
    count(*) as plan_count,
    count(*) filter (where ended in ('met', 'met_early')) as met_count,
    count(*) filter (where ended = 'missed') as missed_count,
    count(*) filter (where ended = 'overdue') as overdue_count,
    round(met_count / plan_count, 2) as met_share,
    round((met_count + overdue_count) / plan_count, 2) as most_met_share
from plans
where ended in ('met', 'met_early', 'missed', 'overdue')
group by slip_count
order by slip_count
