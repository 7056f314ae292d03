-- Question: Which approvals and readouts rest on one announcement in one source, and how sure are the readers?
-- Grain: one row for each event told once, the least sure first.
-- Units: confidence runs from 0 to 1; told_count and release_count are announcements and releases.
-- Change: the types; or told_count = 1 with more than one release, for what only copies repeat.
select
    told_date,
    sponsor,
    intervention,
    milestone_type,
    source_ids[1] as source_id,
    confidence,
    rule_id,
    sentence,
    url
from trial_milestones
where
    role = 'announced'
    and milestone_type in ('approval', 'application_rejected', 'topline_readout', 'interim_readout')
    and told_count = 1
    and release_count = 1
    and len(source_ids) = 1
order by confidence asc, told_date desc, event_id asc
