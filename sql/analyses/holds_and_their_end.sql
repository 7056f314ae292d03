-- Question: How long did clinical holds last, and which are not known to be lifted?
-- Grain: one row for each hold, the newest first.
-- Units: days, from the day or window of the hold (else its announcement) to that of its end; null: no end is told, or
--   one of the two is only recalled, without a time: then its day is that of the telling.
-- Change: trial_paused in place of clinical_hold, with trial_initiated as the end.
with

events as (

    select
        *,
        coalesce(window_start, told_date) as happened_from,
        window_start is not null or role = 'announced' as has_time
    from trial_milestones
    where
        milestone_type in ('clinical_hold', 'clinical_hold_lifted')
        and role != 'guidance'
        and coalesce(window_start, told_date) is not null

)

select
    holds.sponsor,
    holds.intervention,
    holds.agency,
    holds.happened_from as held_from,
    lifted.happened_from as lifted_from,
    if(holds.has_time and lifted.has_time, lifted.happened_from - holds.happened_from, null) as held_days,
    holds.role,
    holds.sentence as hold_sentence,
    lifted.sentence as lifted_sentence
from events as holds
left join events as lifted
    on
        holds.sponsor_id = lifted.sponsor_id
        and holds.product_id is not distinct from lifted.product_id
        and lifted.milestone_type = 'clinical_hold_lifted'
        and holds.happened_from <= lifted.happened_from
where holds.milestone_type = 'clinical_hold'
qualify row_number() over (partition by holds.event_id order by lifted.happened_from asc, lifted.event_id asc) = 1
order by held_from desc, holds.event_id asc
