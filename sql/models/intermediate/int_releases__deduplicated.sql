with

releases as (

    select * from {{ source('staging', 'releases') }}

),

-- Captures of one archive record may carry the same observed_at, and one capture may be taken again on another day: the
-- order ends with what tells the rows apart, so that the choice never hangs on the order of the input.
ranked as (

    select
        *,
        min(observed_at) over (partition by release_id) as first_observed_at,
        max(observed_at) over (partition by release_id) as last_observed_at,
        min(captured_at) over (partition by release_id) as first_captured_at,
        row_number() over (
            partition by release_id
            order by observed_at desc, capture_id desc, captured_at desc, observed_date desc
        ) as nth_latest
    from releases

),

versions as (

    select
        release_id,
        count(distinct capture_id) as capture_count,
        count(distinct text_sha256) as version_count
    from releases
    group by release_id

),

latest as (

    select * exclude (nth_latest, observed_at, captured_at)
    from ranked
    where nth_latest = 1

),

final as (

    select
        latest.*,
        -- The day it was told, as far as text or place say so; never the day it was fetched.
        coalesce(latest.dateline_date, latest.published_at::date) as told_date,
        case
            when latest.dateline_date is not null then 'dateline'
            when latest.published_at is not null then 'published_at'
            else 'not_stated'
        end as told_date_reason,
        -- For sorting only: a day for each release, even where none is stated.
        coalesce(latest.dateline_date, latest.published_at::date, latest.first_observed_at::date) as order_date,
        versions.capture_count,
        versions.version_count
    from latest
    inner join versions on latest.release_id = versions.release_id

)

select * from final
