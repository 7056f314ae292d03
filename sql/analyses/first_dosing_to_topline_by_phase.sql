-- Question: How long did trials take from the first patient to topline, by phase?
-- Grain: one row for each phase.
-- Units: days. Both ends are windows, so each trial gives least_days and most_days; the medians are of these.
-- Change: the two lists of types, for other stretches of a trial.
with

-- An event happened in its stated window, else on the day of its announcement at the latest.
events as (

    select
        trial_key,
        milestone_type,
        phase,
        coalesce(window_start, told_date) as happened_from,
        coalesce(window_end, told_date) as happened_until
    from trial_milestones
    where
        role != 'guidance'
        and trial_key is not null
        and (window_start is not null or role = 'announced')

),

starts as (

    select
        trial_key,
        min(happened_from) as started_from,
        min(happened_until) as started_until,
        min(phase) as phase
    from events
    where milestone_type in ('first_patient_dosed', 'first_patient_enrolled')
    group by trial_key

),

readouts as (

    select
        trial_key,
        min(happened_from) as read_from,
        min(happened_until) as read_until,
        min(phase) as phase
    from events
    where milestone_type = 'topline_readout'
    group by trial_key

)

select
    coalesce(readouts.phase, starts.phase) as trial_phase,
    count(*) as trial_count,
    median(readouts.read_from - starts.started_until) as median_least_days,
    median(readouts.read_until - starts.started_from) as median_most_days,
    list(starts.trial_key order by starts.trial_key) as trial_keys
from starts
inner join readouts on starts.trial_key = readouts.trial_key
where starts.started_until < readouts.read_from
group by trial_phase
order by trial_phase asc nulls last
