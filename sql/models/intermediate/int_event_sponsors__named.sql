-- Organisations that releases of others name as those whose event they tell of.
with

milestones as (

    select
        release_id,
        capture_id,
        observed_date,
        trim(event_sponsor) as spelling,
        event_sponsor_ticker as ticker
    from {{ source('staging', 'milestones') }}
    where event_sponsor is not null

),

releases as (

    select
        release_id,
        capture_id,
        observed_date,
        first_observed_at
    from {{ ref('int_releases__deduplicated') }}

),

-- Only what the version of a release says that the marts take.
final as (

    select
        milestones.spelling,
        releases.release_id,
        min(milestones.ticker) as ticker,
        min(releases.first_observed_at) as first_observed_at
    from milestones
    inner join releases
        on
            milestones.release_id = releases.release_id
            and milestones.capture_id = releases.capture_id
            and milestones.observed_date = releases.observed_date
    group by milestones.spelling, releases.release_id

)

select * from final
