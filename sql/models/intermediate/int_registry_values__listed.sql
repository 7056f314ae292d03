-- What a registry record says, kind by kind, in its own words and as days: the side of the registry in a difference.
with

records as (

    select * from {{ ref('int_registry_records__dated') }}

),

listed as (

    select
        *,
        unnest(
            [
                {
                    'gap_kind': 'phase',
                    'registry_value': array_to_string(phases, ', '),
                    'registry_window_start': null::date,
                    'registry_window_end': null::date
                },
                {
                    'gap_kind': 'enrolment',
                    'registry_value': enrolment_count || coalesce(' (' || enrolment_kind || ')', ''),
                    'registry_window_start': null,
                    'registry_window_end': null
                },
                {
                    'gap_kind': 'status',
                    'registry_value': status,
                    'registry_window_start': null,
                    'registry_window_end': null
                },
                {
                    'gap_kind': 'start',
                    'registry_value': start_date || coalesce(' (' || start_date_kind || ')', ''),
                    'registry_window_start': start_from,
                    'registry_window_end': start_until
                },
                {
                    'gap_kind': 'primary_completion',
                    'registry_value':
                    primary_completion_date || coalesce(' (' || primary_completion_date_kind || ')', ''),
                    'registry_window_start': completion_from,
                    'registry_window_end': completion_until
                },
                {
                    'gap_kind': 'sponsor',
                    'registry_value': sponsor,
                    'registry_window_start': null,
                    'registry_window_end': null
                }
            ]
        ) as listed_value
    from records

),

final as (

    select
        listed.trial_key,
        listed.listed_value.gap_kind,
        listed.listed_value.registry_value,
        listed.listed_value.registry_window_start,
        listed.listed_value.registry_window_end,
        listed.trial_id as registry_trial_id,
        listed.url as registry_url,
        listed.source_id as registry_source_id,
        listed.captured_location as registry_location,
        listed.last_update_date as registry_last_update_date,
        listed.last_observed_at as registry_observed_at,
        listed.first_observed_at as registry_first_observed_at
    from listed

)

select * from final
