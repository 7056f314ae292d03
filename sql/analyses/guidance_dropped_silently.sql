-- Question: Which sponsors let a window pass, spoke of the same product or trial again, and not of the promised event?
-- Grain: one row for each overdue event of such a sponsor, the longest overdue first.
-- Units: overdue_days run from the window's last day to as_of_date; later announcements count copies once.
-- Change: leave out list_has_any and the id for sponsors that spoke at all; the outcome may stand in a release that is
--   not here.
with

newest as (

    -- The newest day told of; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

),

-- Only an announcement after the window's end could have told the outcome.
later as (

    select
        calendar.event_id,
        count(*) as later_announcement_count,
        max(releases.told_date) as last_spoken_date
    from catalyst_calendar as calendar
    inner join releases
        on
            calendar.sponsor_id = releases.sponsor_id
            and calendar.window_end < releases.told_date
            and not releases.is_copy
    where
        list_contains(releases.interventions, calendar.intervention)
        or list_has_any(releases.trial_ids, calendar.trial_ids)
    group by calendar.event_id

)

select
    calendar.sponsor,
    calendar.intervention,
    calendar.phase,
    calendar.milestone_type,
    calendar.told_date as last_promised_date,
    calendar.window_start,
    calendar.window_end,
    newest.as_of_date - calendar.window_end as overdue_days,
    later.later_announcement_count,
    later.last_spoken_date,
    calendar.sentence,
    calendar.url
from catalyst_calendar as calendar
cross join newest
inner join later on calendar.event_id = later.event_id
where calendar.window_end < newest.as_of_date
order by overdue_days desc, calendar.event_id asc
