-- Question: Where do press and registry lie more than 90 days apart, in the start or the readout of a trial?
-- Grain: one row for each trial and kind of difference, the furthest apart first.
-- Units: apart_days between the nearest ends of the two times; negative: the press is earlier. A registered month is
--   the whole month. Readouts are held against primary completion.
-- Change: the 90; gap_kind for phase, enrolment, status or sponsor, which have no days between them.
select
    sponsor,
    trial_key,
    gap_kind,
    reason,
    press_value,
    press_window_start,
    press_window_end,
    registry_value,
    apart_days,
    told_date,
    registry_observed_at,
    sentence,
    url,
    registry_url
from registry_gaps
where
    gap_kind in ('start', 'primary_completion')
    and abs(apart_days) > 90
order by abs(apart_days) desc, trial_key asc, gap_kind asc
