-- Question: Which approvals are the readers sure of, or nearly so where more than one announcement tells them?
-- Grain: one row for each approval, the newest told first.
-- Units: confidence runs from 0 to 1; told_count is announcements, copies once.
-- Change: the 0.9 and the 0.8; the type; told_by_one_source_only.sql begins with the least sure.
select
    told_date,
    sponsor,
    intervention,
    indication,
    agency,
    told_count,
    confidence,
    sentence,
    url
from trial_milestones
where
    milestone_type = 'approval'
    and role != 'guidance'
    -- Who repeats what was read with doubt, makes it no surer.
    and confidence >= if(told_count > 1, 0.8, 0.9)
order by told_date desc nulls last, event_id asc
