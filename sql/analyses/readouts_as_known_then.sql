-- For a back-test: which readouts did the warehouse know at the end of 2024, and nothing that came later?
select
    first_observed_at,
    sponsor,
    intervention,
    phase,
    milestone_type,
    confidence,
    sentence
from {{ ref('trial_milestones') }}
where
    milestone_type in ('topline_readout', 'interim_readout')
    and role = 'announced'
    and first_observed_at < timestamptz '2025-01-01 00:00:00+00'
order by first_observed_at, event_id
