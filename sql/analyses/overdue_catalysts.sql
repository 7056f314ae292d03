-- Question: Which promised events are overdue, and has their sponsor been heard of since?
-- Grain: one row for each overdue event, the most lately due first.
-- Units: overdue_days run from the window's last day to as_of_date; silent_days since the plan was last told.
-- Change: is_heard_since for sponsors that could have told the outcome; a least overdue_days, as grace.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

),

moves as (

    select
        event_id,
        count(*) filter (where change in ('slipped', 'pulled_in')) as move_count
    from guidance_history
    group by event_id

)

select
    history.sponsor,
    history.intervention,
    history.phase,
    history.milestone_type,
    history.previous_window_start as window_start,
    history.previous_window_end as window_end,
    history.previous_window_precision as window_precision,
    newest.as_of_date - history.previous_window_end as overdue_days,
    newest.as_of_date - events.told_date as silent_days,
    coalesce(sponsors.last_told_date > history.previous_window_end, false) as is_heard_since,
    moves.move_count,
    events.sentence,
    events.url
-- The calendar leaves out what is years overdue.
from guidance_history as history
cross join newest
inner join trial_milestones as events on history.event_id = events.event_id
inner join moves on history.event_id = moves.event_id
left join sponsors on history.sponsor_id = sponsors.sponsor_id
where
    history.change = 'overdue'
    and history.previous_window_end < newest.as_of_date
order by overdue_days asc, history.event_id asc
