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

    select distinct source_id from captures

),

named_sources as (

    select
        feed_id,
        unnest(source_ids) as source_id
    from feeds

),

unseen as (

    select
        named_sources.feed_id,
        list_sort(list_distinct(list(named_sources.source_id))) as source_ids
    from named_sources
    left join seen_sources on named_sources.source_id = seen_sources.source_id
    where seen_sources.source_id is null
    group by named_sources.feed_id

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
        coalesce(unseen.source_ids, []) as unseen_source_ids,
        feeds.sponsors,
        feeds.unknown_sponsors,
        feeds.languages,
        feeds.max_age_days,
        feeds.max_items
    from feeds
    left join item_counts on feeds.feed_id = item_counts.feed_id
    left join unseen on feeds.feed_id = unseen.feed_id

)

select * from final
order by feed_id asc
