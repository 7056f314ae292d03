-- Without what is long of a release: int_releases__texts has it.
with

releases as not materialized (

    select * from {{ source('staging', 'releases') }}

),

described as not materialized (

    select * exclude (text, sections, sketch) from releases

),

superseded as (

    select * from {{ ref('int_sightings__superseded') }}

),

-- Most releases are seen once.
several as (

    select
        releases.release_id,
        min(releases.observed_at) as first_observed_at,
        max(releases.observed_at) as last_observed_at,
        count(distinct releases.capture_id) as capture_count,
        count(distinct releases.text_sha256) as version_count
    from releases
    semi join superseded on releases.release_id = superseded.release_id
    group by releases.release_id

),

-- The latest capture of a release speaks for it.
told as (

    select
        described.*,
        coalesce(several.first_observed_at, described.observed_at) as first_observed_at,
        coalesce(several.last_observed_at, described.observed_at) as last_observed_at,
        coalesce(several.capture_count, 1) as capture_count,
        coalesce(several.version_count, 1) as version_count
    from described
    anti join superseded
        on
            described.release_id = superseded.release_id
            and described.capture_id = superseded.capture_id
            and described.observed_date = superseded.observed_date
    left join several on described.release_id = several.release_id

),

final as (

    select
        * exclude (observed_at, captured_at),
        -- The day it was told, as far as text or place say so; never the day it was fetched.
        coalesce(dateline_date, published_at::date) as told_date,
        case
            when dateline_date is not null then 'dateline'
            when published_at is not null then 'published_at'
            else 'not_stated'
        end as told_date_reason,
        -- For sorting only: a day for each release, even where none is stated.
        coalesce(dateline_date, published_at::date, first_observed_at::date) as order_date
    from told

)

select * from final
