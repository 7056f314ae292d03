-- Question: For a back-test: which readouts did the warehouse know at the end of 2024, and nothing that came later?
-- Grain: one row for each readout announced and seen by then, in the order seen.
-- Units: first_observed_at is UTC; confidence runs from 0 to 1.
-- Change: the instant and the types; told_count and release_count are as of now, so leave them out.
select
    first_observed_at,
    sponsor,
    intervention,
    phase,
    milestone_type,
    confidence,
    sentence
from trial_milestones
where
    milestone_type in ('topline_readout', 'interim_readout')
    and role = 'announced'
    and first_observed_at < timestamptz '2025-01-01 00:00:00+00'
order by first_observed_at, event_id
