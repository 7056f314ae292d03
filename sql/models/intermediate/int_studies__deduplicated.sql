with

studies as (

    select * from {{ source('staging', 'studies') }}

),

ranked as (

    select
        * replace (
            upper(trial_id) as trial_id,
            -- Flat rows are one for each intervention.
            list_sort(
                list_distinct(flatten(list(interventions) over (partition by upper(trial_id), observed_at)))
            ) as interventions
        ),
        min(observed_at) over (partition by upper(trial_id)) as first_observed_at,
        max(observed_at) over (partition by upper(trial_id)) as last_observed_at,
        row_number() over (
            partition by upper(trial_id)
            order by observed_at desc, capture_id desc, captured_at desc, observed_date desc
        ) as nth_latest
    from studies

),

final as (

    select * exclude (nth_latest, observed_at, captured_at)
    from ranked
    where nth_latest = 1

)

select * from final
