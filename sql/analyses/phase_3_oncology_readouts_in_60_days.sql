-- Question: Which Phase 3 oncology readouts can come in the next 60 days?
-- Grain: one row for each readout still expected whose window touches these days, the earliest end first.
-- Units: windows are days, first and last; a wide window says little, so look at window_precision.
-- Change: the 60, the phases, or the pattern: there is no list of diseases, the words of the indication decide.
with

newest as (

    -- The newest day told of, as in catalyst_calendar; for another day: select date '2026-03-31' as as_of_date.
    select max(told_date) as as_of_date
    from releases
    where told_date <= last_observed_at::date

)

select
    calendar.window_start,
    calendar.window_end,
    calendar.window_precision,
    calendar.sponsor,
    calendar.intervention,
    calendar.indication,
    calendar.phase,
    calendar.milestone_type,
    calendar.trial_key,
    calendar.move_count,
    calendar.slip_days_total,
    calendar.sentence,
    calendar.url
from catalyst_calendar as calendar
cross join newest
where
    calendar.milestone_type in ('topline_readout', 'interim_readout')
    and calendar.window_start <= newest.as_of_date + 60
    and calendar.window_end >= newest.as_of_date
    and calendar.phase in ('3', '2/3', '2b/3', '3a', '3b', '1/3', 'pivotal')
    and regexp_matches(
        lower(calendar.indication),
        'cancer|carcinoma|tumou?r|leuk|lymphoma|myeloma|melanoma|sarcoma|glioma|blastoma|metast|myelodysplas|neoplas'
    )
order by calendar.window_end asc, calendar.window_start asc, calendar.event_id asc
