-- Question: For a back-test: which readouts did the warehouse know at the end of 2024, and nothing that came later?
-- Grain: one row for each readout announced and seen by then, as it was known then, in the order seen.
-- Units: first_observed_at is UTC; told_count counts announcements; confidence runs from 0 to 1.
-- Change: the day and the types; catalyst_calendar_as_of takes a day likewise.
select
    first_observed_at,
    sponsor,
    intervention,
    phase,
    trial_key,
    milestone_type,
    told_count,
    confidence,
    sentence
from trial_milestones_as_of('2024-12-31')
where
    milestone_type in ('topline_readout', 'interim_readout')
    and role = 'announced'
order by first_observed_at, event_id
