-- Question: Which plans did sponsors move back in the running quarter, and by how much?
-- Grain: one row for each statement that moved a window back, the longest slip first.
-- Units: slip_days and slip_days_total are days between last days of windows; the quarter is the calendar's.
-- Change: another quarter by another as_of_date; change = 'pulled_in' for plans moved forward.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

)

select
    history.told_date,
    history.sponsor,
    history.intervention,
    history.phase,
    history.milestone_type,
    history.previous_window_start,
    history.previous_window_end,
    history.window_start,
    history.window_end,
    history.window_precision,
    history.slip_days,
    calendar.slip_days_total,
    history.sentence,
    history.url
from guidance_history as history
cross join newest
left join catalyst_calendar as calendar on history.event_id = calendar.event_id
where
    history.change = 'slipped'
    and date_trunc('quarter', history.told_date) = date_trunc('quarter', newest.as_of_date)
order by history.slip_days desc, history.event_id asc, history.step_number asc
