-- Each source gives something that can be read. A silent one is no fault of the tables: it warns, they are published.
{{ config(severity="warn") }}

with

-- What was put into a folder stays there; only a site or a feed is expected to give more.
places as (

    select
        source_id,
        bool_or(starts_with(location, 'http')) as is_on_the_web
    from {{ ref('int_items__counted') }}
    group by source_id

),

source_days as (

    select
        source_id,
        max(observed_date) as last_pulled_on,
        max(observed_date) filter (where capture_count > 0) as last_captured_on,
        max_by(status, observed_date) filter (where capture_count > 0) as last_captured_status
    from {{ ref('coverage') }}
    group by source_id

)

select
    source_days.source_id,
    source_days.last_captured_on,
    source_days.last_captured_status,
    source_days.last_pulled_on - source_days.last_captured_on as silent_days
from source_days
inner join places on source_days.source_id = places.source_id
where
    source_days.last_captured_status = 'nothing_read'
    or (
        places.is_on_the_web
        and source_days.last_pulled_on - source_days.last_captured_on > {{ var('silent_source_most_days') }}
    )
