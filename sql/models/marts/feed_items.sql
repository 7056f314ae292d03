with

feeds as (

    select * from {{ ref('int_feeds__folded') }}

),

items as not materialized (

    select * from {{ ref('int_posts__listed') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

posts as (

    select * from {{ ref('int_posts__joined') }}

),

-- Ages count from the newest item that says its day, not from the clock: the same staging gives the same feeds, and a
-- page without a day, which is listed by when it was seen, makes nothing else old.
newest as (

    select coalesce(max(listed_at) filter (where is_dated), max(listed_at)) as newest_at from items

),

matching as (

    select
        feeds.feed_id,
        feeds.title as feed_title,
        feeds.max_items,
        items.position as item_position,
        row_number() over (partition by feeds.feed_id order by items.position) as position
    from feeds
    cross join items
    cross join newest
    where
        (feeds.is_health is null or items.is_health = feeds.is_health)
        and (feeds.is_trial_news is null or items.is_trial_news = feeds.is_trial_news)
        and (feeds.milestone_types = [] or list_has_any(items.milestone_types, feeds.milestone_types))
        and (feeds.wires = [] or coalesce(list_contains(feeds.wires, items.wire), false))
        and (feeds.source_ids = [] or list_has_any(items.source_ids, feeds.source_ids))
        and (feeds.sponsors = [] or coalesce(list_contains(feeds.sponsor_ids, items.sponsor_id), false))
        -- A teaser is too short to tell its language: only a known other language shuts it out.
        and (feeds.languages = [] or items.language is null or list_contains(feeds.languages, items.language))
        and (
            feeds.max_age_days is null
            -- What says no day and may be of any age is not recent.
            or (items.is_placed and items.listed_at >= newest.newest_at - to_days(feeds.max_age_days))
        )

),

-- Few: what they say is joined last.
chosen as (

    select
        matching.feed_id,
        matching.position,
        matching.feed_title,
        items.item_id,
        items.kind,
        items.source_id,
        items.listed_at,
        items.first_observed_at
    from matching
    inner join items on matching.item_position = items.position
    where matching.max_items is null or matching.position <= matching.max_items

),

final as (

    select
        chosen.feed_id,
        chosen.position,
        chosen.item_id,
        chosen.kind,
        chosen.feed_title,
        coalesce(releases.title, posts.title) as title,
        if(releases.release_id is null, posts.url, releases.url) as url,
        chosen.source_id,
        coalesce(releases.published_at, posts.published_at) as published_at,
        chosen.listed_at,
        chosen.first_observed_at
    from chosen
    left join releases on if(chosen.kind = 'release', chosen.item_id, null) = releases.release_id
    left join posts on if(chosen.kind = 'post', chosen.item_id, null) = posts.post_id

)

select * from final
order by feed_id asc, position asc
