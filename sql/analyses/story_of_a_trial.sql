-- Question: What is told of one trial (here the one told of most): what happened, what is planned, in which words?
-- Grain: one row for each event of the trial, in order of time.
-- Units: windows and told_date are days; sort_date is the window's first day, else told_date, and no date of the event.
-- Change: in place of the busiest one: select trial_key from trial_names where name = 'MERIDIAN-UC', or an NCT number;
--   sponsor_timeline('…') for all of one sponsor.
with

busiest as (

    select trial_key
    from trial_milestones
    where trial_key is not null
    group by trial_key
    order by count(*) desc, trial_key asc
    limit 1

)

select
    events.trial_key,
    coalesce(events.window_start, events.told_date) as sort_date,
    events.milestone_type,
    events.role,
    events.window_start,
    events.window_end,
    events.window_precision,
    events.told_date,
    events.trial_reason,
    events.sentence
from trial_milestones as events
inner join busiest on events.trial_key = busiest.trial_key
order by sort_date, events.event_id
