-- Everything told of the trial that is told of most: what happened and what is planned, in order, with the sentences.
with

busiest as (

    select trial_key
    from {{ ref('trial_milestones') }}
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
from {{ ref('trial_milestones') }} as events
inner join busiest on events.trial_key = busiest.trial_key
order by sort_date, events.event_id
