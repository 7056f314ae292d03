-- Question: Which approvals are told by more than one announcement, or by one that the readers are sure of?
-- Grain: one row for each approval, the newest told first.
-- Units: confidence runs from 0 to 1; told_count is announcements, copies once.
-- Change: the 0.9; the type; told_by_one_source_only.sql is the other half.
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
    and (told_count > 1 or confidence >= 0.9)
order by told_date desc nulls last, event_id asc
