-- A view: texts are read where they lie, and written once, in the mart. A left join, though each has its text: so
-- DuckDB knows how many there are, and keeps ids in memory to look texts up, not texts.
with

versions as (

    select * from {{ ref('int_releases__versions') }}

),

latest as (

    select * from {{ ref('int_releases__deduplicated') }}

),

final as (

    select
        latest.release_id,
        versions.text,
        versions.sketch
    from latest
    left join versions
        on
            latest.release_id = versions.release_id
            and latest.capture_id = versions.capture_id
            and latest.observed_date = versions.observed_date

)

select * from final
