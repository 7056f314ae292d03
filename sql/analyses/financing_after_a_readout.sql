-- Question: Who raised money within 30 days of a readout, and how much?
-- Grain: one row for each readout and financing of the same sponsor.
-- Units: days_between is days from the one announcement to the other; amount is text, as the release writes it.
-- Change: the 30; or put the financing first, to find who raised before the data.
select
    readouts.sponsor,
    readouts.told_date as readout_told_date,
    readouts.intervention,
    readouts.phase,
    financings.told_date as financing_told_date,
    financings.told_date - readouts.told_date as days_between,
    financings.detail as amount,
    readouts.sentence as readout_sentence,
    financings.sentence as financing_sentence,
    financings.url
from trial_milestones as readouts
inner join trial_milestones as financings
    on
        readouts.sponsor_id = financings.sponsor_id
        and financings.told_date between readouts.told_date and readouts.told_date + 30
where
    readouts.milestone_type in ('topline_readout', 'interim_readout')
    and readouts.role = 'announced'
    and financings.milestone_type = 'financing'
    and financings.role = 'announced'
order by readouts.told_date desc, days_between asc, readouts.event_id asc, financings.event_id asc
