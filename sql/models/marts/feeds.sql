with

feeds as (

    select * from {{ ref('int_feeds__folded') }}

),

captures as (

    select * from {{ ref('int_items__counted') }}

),

items as (

    select * from {{ ref('feed_items') }}

),

seen_sources as (

    select coalesce(list(distinct source_id), []) as source_ids from captures

),

item_counts as (

    select
        feed_id,
        count(*) as item_count
    from items
    group by feed_id

),

final as (

    select
        feeds.feed_id,
        feeds.title,
        coalesce(item_counts.item_count, 0) as item_count,
        feeds.is_health,
        feeds.is_trial_news,
        feeds.milestone_types,
        feeds.wires,
        feeds.source_ids,
        list_filter(
            feeds.source_ids, lambda source_id: not list_contains(seen_sources.source_ids, source_id)
        ) as unseen_source_ids,
        feeds.sponsors,
        feeds.unknown_sponsors,
        feeds.languages,
        feeds.max_age_days,
        feeds.max_items
    from feeds
    left join item_counts on feeds.feed_id = item_counts.feed_id
    cross join seen_sources

)

select * from final
order by feed_id asc
