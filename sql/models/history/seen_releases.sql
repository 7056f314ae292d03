with

-- For each reader anew: only the first needs the texts.
releases as not materialized (

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

earlier_texts as (

    select
        releases.release_id,
        releases.capture_id,
        releases.observed_date,
        releases.text
    from releases
    inner join changed on releases.release_id = changed.release_id and releases.text_sha256 != changed.text_sha256

),

-- The text of a latest capture stands in the mart `releases`: once is enough.
final as (

    select releases.* replace (earlier_texts.text as text)
    from releases
    left join earlier_texts
        on
            releases.release_id = earlier_texts.release_id
            and releases.capture_id = earlier_texts.capture_id
            and releases.observed_date = earlier_texts.observed_date

)

select * from final
