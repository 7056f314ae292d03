with

captures as (

    select * from {{ ref('int_items__counted') }}

),

-- Days on which anything was pulled: a source that gave nothing on such a day shows a zero.
pull_days as (

    select distinct observed_date from captures

),

first_days as (

    select
        source_id,
        min(observed_date) as first_day
    from captures
    group by source_id

),

source_days as (

    select
        first_days.source_id,
        pull_days.observed_date
    from first_days
    inner join pull_days on first_days.first_day <= pull_days.observed_date

),

counted as (

    select
        source_id,
        observed_date,
        count(*) as capture_count,
        sum(payload_bytes) as payload_bytes,
        sum(item_count) as item_count,
        sum(release_count) as release_count,
        sum(post_count) as post_count,
        sum(study_count) as study_count,
        sum(item_reject_count) as item_reject_count,
        sum(row_reject_count) as row_reject_count,
        sum(milestone_count) as milestone_count,
        min(captured_at) as first_captured_at,
        max(captured_at) as last_captured_at
    from captures
    group by source_id, observed_date

),

reject_reasons as (

    select
        source_id,
        observed_date,
        reason,
        count(*) as reject_count
    from {{ ref('int_rejects__seen') }}
    group by source_id, observed_date, reason

),

rejects_by_reason as (

    select
        source_id,
        observed_date,
        map_from_entries(list((reason, reject_count) order by reason)) as rejects_by_reason
    from reject_reasons
    group by source_id, observed_date

),

final as (

    select
        source_days.source_id,
        source_days.observed_date,
        coalesce(counted.capture_count, 0) as capture_count,
        coalesce(counted.payload_bytes, 0)::bigint as payload_bytes,
        coalesce(counted.item_count, 0)::bigint as item_count,
        coalesce(counted.release_count, 0)::bigint as release_count,
        coalesce(counted.post_count, 0)::bigint as post_count,
        coalesce(counted.study_count, 0)::bigint as study_count,
        coalesce(counted.item_reject_count, 0)::bigint as item_reject_count,
        coalesce(counted.row_reject_count, 0)::bigint as row_reject_count,
        coalesce(counted.milestone_count, 0)::bigint as milestone_count,
        coalesce(rejects_by_reason.rejects_by_reason, map([]::varchar[], []::bigint[])) as rejects_by_reason,
        case
            when counted.capture_count is null then 'nothing_captured'
            when counted.item_count = counted.item_reject_count then 'nothing_read'
            when counted.release_count > 0 and counted.milestone_count = 0 then 'no_milestones'
            else 'ok'
        end as status,
        counted.first_captured_at,
        counted.last_captured_at
    from source_days
    left join counted
        on source_days.source_id = counted.source_id and source_days.observed_date = counted.observed_date
    left join rejects_by_reason
        on
            source_days.source_id = rejects_by_reason.source_id
            and source_days.observed_date = rejects_by_reason.observed_date

)

select * from final
order by observed_date desc, source_id asc
