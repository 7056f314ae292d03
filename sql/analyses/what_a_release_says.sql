-- Question: What does the release that fits given words best say, fact by fact?
-- Grain: one row for each event that the best match tells first, in the order of the text.
-- Units: span_start is code points from the start of the text; confidence runs from 0 to 1.
-- Change: the words; order by told_date for the newest; more than one release by a higher limit.
with

found as (

    select
        release_id,
        title
    from search_releases('first patient dosed')
    where
        has_all_words and not is_copy
        -- What others told before it has its row there.
        and release_id in (select trial_milestones.release_id from trial_milestones)
    order by score desc, told_date desc nulls last, release_id asc
    limit 1

)

select
    found.title,
    events.milestone_type,
    events.role,
    events.window_start,
    events.window_end,
    events.confidence,
    events.span_start,
    events.sentence
from found
inner join trial_milestones as events on found.release_id = events.release_id
order by events.span_start, events.event_id
