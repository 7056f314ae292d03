with

items as (

    select * from {{ ref('int_posts__listed') }}

),

feed_items as (

    select * from {{ ref('feed_items') }}

),

memberships as (

    select
        item_id,
        list(feed_id order by feed_id) as feeds
    from feed_items
    group by item_id

),

final as (

    select
        items.position,
        items.item_id,
        items.kind,
        items.title,
        items.excerpt,
        items.url,
        items.source_id,
        items.source_ids,
        items.issuer,
        items.sponsor_id,
        items.wire,
        items.language,
        items.is_health,
        items.is_trial_news,
        items.milestone_types,
        coalesce(memberships.feeds, []) as feeds,
        items.published_at,
        items.published_at_precision_s,
        items.told_date,
        items.listed_at,
        items.release_count,
        items.post_count,
        items.post_reasons,
        items.first_observed_at
    from items
    left join memberships on items.item_id = memberships.item_id

)

select * from final
order by position asc
