-- Question: Where do promised toplines and the registry's primary completion lie more than 90 days apart?
-- Grain: one row for each readout still expected of a trial whose registry record is here.
-- Units: days_apart is the window's last day minus the registered one (of a month, its last); negative: press first.
-- Change: the 90; a readout some weeks after completion is usual, one before it is not.
with

registered as (

    select
        trial_key,
        registry_primary_completion_date,
        registry_primary_completion_date_kind,
        registry_observed_at,
        -- A registered month ends on its last day.
        coalesce(
            try_strptime(registry_primary_completion_date, '%Y-%m-%d')::date,
            last_day(try_strptime(registry_primary_completion_date, '%Y-%m')::date)
        ) as completion_end
    from trials

)

select
    calendar.sponsor,
    calendar.trial_key,
    calendar.intervention,
    calendar.phase,
    calendar.window_start,
    calendar.window_end,
    registered.registry_primary_completion_date,
    registered.registry_primary_completion_date_kind,
    calendar.window_end - registered.completion_end as days_apart,
    calendar.told_date,
    registered.registry_observed_at,
    calendar.sentence,
    calendar.url
from catalyst_calendar as calendar
inner join registered on calendar.trial_key = registered.trial_key
where
    calendar.milestone_type = 'topline_readout'
    and abs(calendar.window_end - registered.completion_end) > 90
order by abs(days_apart) desc, calendar.event_id asc
