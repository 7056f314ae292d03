-- Question: Which sponsors let a window pass, spoke of the same product or trial again, and not of the promised event?
-- Grain: one row for each overdue event of such a sponsor, the longest overdue first.
-- Units: overdue_days run from the window's last day to as_of_date; later announcements count copies once.
-- Change: join on the sponsor alone for sponsors that spoke at all; the outcome may stand in a release that is not
--   here.
with

newest as (

    -- The newest day told of; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

),

-- What an overdue event is of, by name or id.
awaited as (

    select
        calendar.event_id,
        calendar.sponsor_id,
        calendar.window_end,
        unnest(list_append(calendar.trial_ids, calendar.intervention)) as subject
    from catalyst_calendar as calendar
    cross join newest
    where calendar.window_end < newest.as_of_date

),

spoken as (

    select
        sponsor_id,
        release_id,
        told_date,
        unnest(list_concat(trial_ids, interventions)) as subject
    from releases
    where not is_copy

),

-- Only an announcement after the window's end could have told the outcome.
later as (

    select
        awaited.event_id,
        count(distinct spoken.release_id) as later_announcement_count,
        max(spoken.told_date) as last_spoken_date
    from awaited
    inner join spoken
        on
            awaited.sponsor_id = spoken.sponsor_id
            and awaited.subject = spoken.subject
            and awaited.window_end < spoken.told_date
    group by awaited.event_id

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
order by overdue_days desc, calendar.event_id asc
