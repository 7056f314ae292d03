-- A view: texts are read where they lie.
with

releases as (

    select * from {{ source('staging', 'releases') }}

),

final as (

    select
        release_id,
        capture_id,
        observed_date,
        text,
        sections,
        sketch
    from releases

)

select * from final
