with

rejects as (

    select * from {{ ref('int_rejects__seen') }}

),

final as (

    select
        reject_id,
        source_id,
        location,
        unit,
        stage,
        reason,
        detail,
        remedy,
        opening,
        capture_id,
        seen_count,
        first_captured_at,
        last_captured_at
    from rejects
    where is_latest

)

select * from final
order by last_captured_at desc, reject_id asc
