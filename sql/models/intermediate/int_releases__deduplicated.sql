with

-- Not kept in memory for both of its readers: it has the texts.
releases as not materialized (

    select * from {{ source('staging', 'releases') }}

),

told as (

    select * exclude (observed_at, captured_at)
    from releases

),

-- Without the texts, which are joined at the end: to sort them costs more than all else.
sightings as (

    select
        release_id,
        capture_id,
        observed_date,
        observed_at,
        captured_at,
        text_sha256
    from releases

),

seen as (

    select
        release_id,
        count(*) as sighting_count,
        min(observed_at) as first_observed_at,
        max(observed_at) as last_observed_at,
        min(captured_at) as first_captured_at
    from sightings
    group by release_id

),

-- Captures of one archive record may carry the same observed_at, and one capture may be taken again on another day: the
-- order ends with what tells the rows apart, so that the choice never hangs on the order of the input.
several as (

    select
        sightings.release_id,
        count(distinct sightings.capture_id) as capture_count,
        count(distinct sightings.text_sha256) as version_count,
        max({
            'observed_at': sightings.observed_at,
            'capture_id': sightings.capture_id,
            'captured_at': sightings.captured_at,
            'observed_date': sightings.observed_date
        }) as latest
    from sightings
    inner join seen on sightings.release_id = seen.release_id
    where seen.sighting_count > 1
    group by sightings.release_id

),

final as (

    select
        told.*,
        seen.first_observed_at,
        seen.last_observed_at,
        seen.first_captured_at,
        -- The day it was told, as far as text or place say so; never the day it was fetched.
        coalesce(told.dateline_date, told.published_at::date) as told_date,
        case
            when told.dateline_date is not null then 'dateline'
            when told.published_at is not null then 'published_at'
            else 'not_stated'
        end as told_date_reason,
        -- For sorting only: a day for each release, even where none is stated.
        coalesce(told.dateline_date, told.published_at::date, seen.first_observed_at::date) as order_date,
        coalesce(several.capture_count, 1) as capture_count,
        coalesce(several.version_count, 1) as version_count
    from told
    inner join seen on told.release_id = seen.release_id
    left join several on told.release_id = several.release_id
    where
        several.release_id is null
        or (told.capture_id = several.latest.capture_id and told.observed_date = several.latest.observed_date)

)

select * from final
