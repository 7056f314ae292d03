-- Question: Which catalysts can come in the next half year, how often did each move, in which words is it told?
-- Grain: one row for each event still expected whose window touches these days, the earliest end first.
-- Units: windows are days, first and last; slip_days_total is days between the first and the latest window's ends.
-- Change: the 182; a condition on sponsor, phase or theme.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

)

select
    calendar.window_start,
    calendar.window_end,
    calendar.window_precision,
    calendar.sponsor,
    calendar.intervention,
    calendar.phase,
    calendar.milestone_type,
    calendar.move_count,
    calendar.slip_days_total,
    calendar.sentence,
    calendar.url
from catalyst_calendar as calendar
cross join newest
where
    calendar.window_end >= newest.as_of_date
    and calendar.window_start <= newest.as_of_date + 182
order by calendar.window_end asc, calendar.sponsor asc nulls last, calendar.event_id asc
