with

feeds as (

    select * from {{ source('staging', 'feeds') }}

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

named as (

    select
        feed_id,
        unnest(sponsors) as sponsor
    from feeds

),

-- A feed names sponsors as people write them: with or without `Inc.`.
followed as (

    select
        named.feed_id,
        list_sort(list_distinct(list(sponsors.sponsor_id))) as sponsor_ids
    from named
    inner join sponsors on {{ fold_sponsor('named.sponsor') }} in (sponsors.name_key, sponsors.canonical_key)
    group by named.feed_id

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
        coalesce(followed.sponsor_ids, []) as sponsor_ids
    from feeds
    left join followed on feeds.feed_id = followed.feed_id

)

select * from final
