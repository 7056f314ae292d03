with

captures as (

    select * from {{ source('staging', 'captures') }}

),

items as (

    select
        capture_id,
        observed_date,
        1 as release_count,
        0 as post_count,
        0 as study_count,
        0 as item_reject_count,
        0 as row_reject_count,
        0 as milestone_count
    from {{ source('staging', 'releases') }}
    union all
    select
        capture_id,
        observed_date,
        0 as release_count,
        1 as post_count,
        0 as study_count,
        0 as item_reject_count,
        0 as row_reject_count,
        0 as milestone_count
    from {{ source('staging', 'posts') }}
    union all
    select
        capture_id,
        observed_date,
        0 as release_count,
        0 as post_count,
        1 as study_count,
        0 as item_reject_count,
        0 as row_reject_count,
        0 as milestone_count
    from {{ source('staging', 'studies') }}
    union all
    select
        capture_id,
        observed_date,
        0 as release_count,
        0 as post_count,
        0 as study_count,
        if(unit = 'item', 1, 0) as item_reject_count,
        if(unit = 'row', 1, 0) as row_reject_count,
        0 as milestone_count
    from {{ source('staging', 'rejects') }}
    union all
    select
        capture_id,
        observed_date,
        0 as release_count,
        0 as post_count,
        0 as study_count,
        0 as item_reject_count,
        0 as row_reject_count,
        1 as milestone_count
    from {{ source('staging', 'milestones') }}

),

counted as (

    select
        capture_id,
        observed_date,
        sum(release_count)::bigint as release_count,
        sum(post_count)::bigint as post_count,
        sum(study_count)::bigint as study_count,
        sum(item_reject_count)::bigint as item_reject_count,
        sum(row_reject_count)::bigint as row_reject_count,
        sum(milestone_count)::bigint as milestone_count
    from items
    group by capture_id, observed_date

),

final as (

    select
        captures.*,
        coalesce(counted.release_count, 0) as release_count,
        coalesce(counted.post_count, 0) as post_count,
        coalesce(counted.study_count, 0) as study_count,
        coalesce(counted.item_reject_count, 0) as item_reject_count,
        coalesce(counted.row_reject_count, 0) as row_reject_count,
        coalesce(counted.milestone_count, 0) as milestone_count
    from captures
    left join counted
        on captures.capture_id = counted.capture_id and captures.observed_date = counted.observed_date

)

select * from final
