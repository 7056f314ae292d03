with

releases as (

    {{ seen_rows('releases') }}

),

latest as (

    select * from {{ ref('int_releases__deduplicated') }}

),

-- The text of a latest capture stands in the mart `releases`: once is enough.
final as (

    select releases.* replace (if(latest.release_id is null, releases.text, null) as text)
    from releases
    left join latest
        on
            releases.release_id = latest.release_id
            and releases.text_sha256 = latest.text_sha256

)

select * from final
