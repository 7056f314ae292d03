with

rejects as (

    select * from {{ source('staging', 'rejects') }}

),

-- The same input refused on several days keeps its id.
final as (

    select
        *,
        count(*) over (partition by reject_id) as seen_count,
        min(captured_at) over (partition by reject_id) as first_captured_at,
        max(captured_at) over (partition by reject_id) as last_captured_at,
        row_number() over (
            partition by reject_id
            order by captured_at desc, observed_date desc, capture_id desc
        ) = 1 as is_latest
    from rejects

)

select * from final
