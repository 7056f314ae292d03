with

releases as (

    {{ seen_rows('releases') }}

),

-- Most releases were never changed: only for the others must texts be compared.
changed as (

    select
        release_id,
        text_sha256
    from {{ ref('int_releases__deduplicated') }}
    where version_count > 1

),

-- The text of a latest capture stands in the mart `releases`: once is enough.
final as (

    select releases.* replace (if(releases.text_sha256 != changed.text_sha256, releases.text, null) as text)
    from releases
    left join changed on releases.release_id = changed.release_id

)

select * from final
