with

feeds as (

    select * from {{ source('staging', 'feeds') }}

),

sponsor_keys as (

    select distinct
        name_key,
        sponsor_id
    from {{ ref('int_sponsors__folded') }}

),

named as (

    select
        feed_id,
        unnest(sponsors) as sponsor
    from feeds

),

-- A feed names sponsors as people write them: with or without `Inc.`.
found as (

    select
        named.feed_id,
        named.sponsor,
        sponsor_keys.sponsor_id
    from named
    left join sponsor_keys on {{ fold_sponsor('named.sponsor') }} = sponsor_keys.name_key

),

followed as (

    select
        feed_id,
        list_sort(list_distinct(list(sponsor_id) filter (where sponsor_id is not null))) as sponsor_ids,
        list_sort(list_distinct(list(sponsor) filter (where sponsor_id is null))) as unknown_sponsors
    from found
    group by feed_id

),

final as (

    select
        feeds.feed_id,
        feeds.title,
        feeds.is_health,
        feeds.is_trial_news,
        feeds.max_age_days,
        feeds.max_items,
        coalesce(feeds.milestone_types, []) as milestone_types,
        coalesce(feeds.wires, []) as wires,
        coalesce(feeds.source_ids, []) as source_ids,
        coalesce(feeds.sponsors, []) as sponsors,
        coalesce(feeds.languages, []) as languages,
        coalesce(followed.sponsor_ids, []) as sponsor_ids,
        coalesce(followed.unknown_sponsors, []) as unknown_sponsors
    from feeds
    left join followed on feeds.feed_id = followed.feed_id

)

select * from final
