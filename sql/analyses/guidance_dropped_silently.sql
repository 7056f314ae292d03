-- Question: Which sponsors let a window pass, spoke of the same product or trial again, and not of the promised event?
-- Grain: one row for each overdue event of such a sponsor, the most lately due first.
-- Units: overdue_days run from the window's last day to as_of_date; later announcements count copies once.
-- Change: join on the sponsor alone for sponsors that spoke at all; the outcome may stand in a release that is not
--   here.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

),

-- What an overdue event is of, by name or id; the calendar leaves out what is years overdue.
awaited as (

    select
        history.event_id,
        history.sponsor_id,
        history.previous_window_end as window_end,
        unnest(list_concat(events.trial_ids, [events.intervention], products.aliases)) as subject
    from guidance_history as history
    cross join newest
    inner join trial_milestones as events on history.event_id = events.event_id
    left join products on events.product_id = products.product_id
    where
        history.change = 'overdue'
        and history.previous_window_end < newest.as_of_date

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
    events.sponsor,
    events.intervention,
    events.phase,
    events.milestone_type,
    events.told_date as last_promised_date,
    events.window_start,
    events.window_end,
    newest.as_of_date - events.window_end as overdue_days,
    later.later_announcement_count,
    later.last_spoken_date,
    events.sentence,
    events.url
from trial_milestones as events
cross join newest
inner join later on events.event_id = later.event_id
order by overdue_days asc, events.event_id asc
