-- Question: Which decisions of regulators (PDUFA dates and others) lie ahead?
-- Grain: one row for each decision still expected, the nearest first.
-- Units: days_ahead run to the last day of the window; event_date is filled in only where a day was said.
-- Change: agency = 'FDA' for PDUFA dates alone; add 'advisory_opinion' for committees.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

)

select
    calendar.event_date,
    calendar.window_start,
    calendar.window_end,
    calendar.window_precision,
    calendar.window_end - newest.as_of_date as days_ahead,
    calendar.agency,
    calendar.sponsor,
    calendar.intervention,
    calendar.indication,
    calendar.move_count,
    calendar.sentence,
    calendar.url
from catalyst_calendar as calendar
cross join newest
where
    calendar.milestone_type = 'regulatory_decision_date'
    and calendar.window_end >= newest.as_of_date
order by calendar.window_end asc, calendar.sponsor asc nulls last, calendar.event_id asc
