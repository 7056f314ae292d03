-- Question: In which months do the coming catalysts pile up?
-- Grain: one row for each month, theme and precision of window.
-- Units: events still expected, each in the month its window ends; a half-year window counts in its last month.
-- Change: window_start in place of window_end for the earliest month; group by phase.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

)

select
    date_trunc('month', calendar.window_end)::date as month_start,
    calendar.theme,
    calendar.window_precision,
    count(*) as event_count,
    count(*) filter (where calendar.move_count > 0) as moved_event_count,
    list(distinct calendar.sponsor order by calendar.sponsor) filter (where calendar.sponsor is not null) as sponsors
from catalyst_calendar as calendar
cross join newest
where calendar.window_end >= newest.as_of_date
group by month_start, calendar.theme, calendar.window_precision
order by month_start asc, event_count desc, calendar.theme asc, calendar.window_precision asc
