with

captures as (

    select * from {{ ref('int_items__counted') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

counted as (

    select
        source_id,
        list_sort(list_distinct(list(kind))) as kinds,
        count(*) as capture_count,
        count(distinct observed_date) as pull_day_count,
        sum(payload_bytes)::bigint as payload_bytes,
        sum(item_count)::bigint as item_count,
        sum(post_count)::bigint as post_count,
        sum(study_count)::bigint as study_count,
        sum(item_reject_count)::bigint as item_reject_count,
        sum(milestone_count)::bigint as milestone_count,
        min(observed_at) as first_observed_at,
        max(observed_at) as last_observed_at,
        max(captured_at) as last_captured_at,
        max(if(item_count > item_reject_count, captured_at, null)) as last_read_at
    from captures
    group by source_id

),

release_counts as (

    select
        source_id,
        count(*) as release_count,
        min(told_date) as first_told_date,
        max(told_date) as last_told_date
    from releases
    group by source_id

),

final as (

    select
        counted.source_id,
        counted.kinds,
        counted.capture_count,
        counted.pull_day_count,
        counted.payload_bytes,
        counted.item_count,
        coalesce(release_counts.release_count, 0) as release_count,
        counted.post_count,
        counted.study_count,
        counted.item_reject_count,
        counted.milestone_count,
        release_counts.first_told_date,
        release_counts.last_told_date,
        counted.last_captured_at,
        counted.last_read_at,
        counted.first_observed_at,
        counted.last_observed_at
    from counted
    left join release_counts on counted.source_id = release_counts.source_id

)

select * from final
order by source_id asc
