-- Question: Which promised events are overdue, and has their sponsor been heard of since?
-- Grain: one row for each overdue event, the longest overdue first.
-- Units: overdue_days run from the window's last day to as_of_date; silent_days since the plan was last told.
-- Change: is_heard_since for sponsors that could have told the outcome; a least overdue_days, as grace.
with

newest as (

    -- The newest day told of; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

)

select
    calendar.sponsor,
    calendar.intervention,
    calendar.phase,
    calendar.milestone_type,
    calendar.window_start,
    calendar.window_end,
    calendar.window_precision,
    newest.as_of_date - calendar.window_end as overdue_days,
    newest.as_of_date - calendar.told_date as silent_days,
    coalesce(calendar.sponsor_last_told_date > calendar.window_end, false) as is_heard_since,
    calendar.move_count,
    calendar.sentence,
    calendar.url
from catalyst_calendar as calendar
cross join newest
where calendar.window_end < newest.as_of_date
order by overdue_days desc, calendar.event_id asc
