-- A view: texts are read where they lie, and written once, in the mart. A left join, though each has its text: so
-- DuckDB knows how many there are, and keeps ids in memory to look texts up, not texts.
with

releases as (

    select * from {{ source('staging', 'releases') }}

),

latest as (

    select * from {{ ref('int_releases__deduplicated') }}

),

final as (

    select
        latest.release_id,
        releases.text,
        releases.sections,
        releases.sketch
    from latest
    left join releases
        on
            latest.release_id = releases.release_id
            and latest.capture_id = releases.capture_id
            and latest.observed_date = releases.observed_date

)

select * from final
