with

latest as (

    select * from {{ ref('int_studies__linked') }}
    where is_record_of_trial

),

studies as (

    select * from {{ source('staging', 'studies') }}

),

captures as (

    select * from {{ source('staging', 'captures') }}

),

-- Since when the record reads as it does now: the first capture with the same values.
same_values as (

    select
        latest.trial_id,
        min(studies.observed_at) as first_observed_at
    from latest
    inner join studies
        on
            latest.trial_id = upper(studies.trial_id)
            and latest.status is not distinct from studies.status
            and latest.phases is not distinct from studies.phases
            and latest.sponsor is not distinct from studies.sponsor
            and latest.start_date is not distinct from studies.start_date
            and latest.start_date_kind is not distinct from studies.start_date_kind
            and latest.primary_completion_date is not distinct from studies.primary_completion_date
            and latest.primary_completion_date_kind is not distinct from studies.primary_completion_date_kind
            and latest.enrolment_count is not distinct from studies.enrolment_count
            and latest.enrolment_kind is not distinct from studies.enrolment_kind
    group by latest.trial_id

),

places as (

    select
        capture_id,
        min(location) as captured_location
    from captures
    group by capture_id

),

dated as (

    select
        latest.trial_key,
        latest.trial_id,
        latest.registry,
        latest.sponsor,
        latest.sponsor_id,
        latest.phases,
        latest.start_date,
        latest.start_date_kind,
        latest.primary_completion_date,
        latest.primary_completion_date_kind,
        latest.enrolment_count,
        latest.enrolment_kind,
        latest.last_update_date,
        latest.source_id,
        latest.capture_id,
        latest.last_observed_at,
        same_values.first_observed_at,
        places.captured_location,
        -- `Active, not recruiting` of flat rows is ACTIVE_NOT_RECRUITING.
        nullif(trim(regexp_replace(upper(latest.status), '[^A-Z]+', '_', 'g'), '_'), '') as status,
        {{ main_phases("array_to_string(latest.phases, '/')") }} as main_phases,
        try_strptime(latest.start_date, '%Y-%m-%d')::date as start_day,
        try_strptime(latest.start_date, '%Y-%m')::date as start_month,
        try_strptime(latest.primary_completion_date, '%Y-%m-%d')::date as completion_day,
        try_strptime(latest.primary_completion_date, '%Y-%m')::date as completion_month
    from latest
    inner join same_values on latest.trial_id = same_values.trial_id
    left join places on latest.capture_id = places.capture_id

),

final as (

    select
        * exclude (start_day, start_month, completion_day, completion_month),
        -- A registered month is the whole month.
        coalesce(start_day, start_month) as start_from,
        coalesce(start_day, last_day(start_month)) as start_until,
        coalesce(completion_day, completion_month) as completion_from,
        coalesce(completion_day, last_day(completion_month)) as completion_until,
        if(registry = 'clinicaltrials.gov', 'https://clinicaltrials.gov/study/' || trial_id, null) as url
    from dated

)

select * from final
