-- Only what places an item and what feeds choose it by: what it says is in its mart, recent_posts.
with

posts as (

    select * from {{ ref('int_posts__joined') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

attributed as (

    select * from {{ ref('int_releases__attributed') }}

),

statements as (

    select * from {{ ref('int_milestones__decided') }}

),

-- What the news is: events announced, and decision dates, which are told ahead; no recalled events, no other plans.
cluster_types as (

    select
        cluster_id,
        list_sort(list_distinct(list(milestone_type))) as milestone_types
    from statements
    where
        is_taken
        and (role = 'announced' or (role = 'guidance' and milestone_type = 'regulatory_decision_date'))
    group by cluster_id

),

-- Copies alone: most releases have none, and lists of millions of single sources would have to stay in memory.
cluster_copies as (

    select
        cluster_id,
        count(*) as copy_count,
        list(source_id) as source_ids,
        min(first_observed_at) as first_observed_at
    from attributed
    where release_id != cluster_id
    group by cluster_id

),

cluster_posts as (

    select
        cluster_id,
        count(*) as post_count,
        list(source_id) as source_ids,
        list_sort(list_distinct(list(release_reason))) as post_reasons,
        min(first_observed_at) as first_observed_at
    from posts
    where cluster_id is not null
    group by cluster_id

),

release_items as (

    select
        releases.release_id as item_id,
        'release' as kind,
        releases.source_id,
        if(
            cluster_copies.cluster_id is null and cluster_posts.cluster_id is null,
            [releases.source_id],
            list_sort(
                list_distinct(list_concat([releases.source_id], cluster_copies.source_ids, cluster_posts.source_ids))
            )
        ) as source_ids,
        -- For the order of the list: the instant, else the first moment of the day stated, else when it was seen. An
        -- instant far from the day that the text states is that of a repost, or wrong.
        least(
            coalesce(
                if(
                    abs(releases.published_at::date - releases.told_date) <= {{ var('published_after_most_days') }},
                    releases.published_at,
                    null
                ),
                releases.told_date::timestamptz,
                releases.first_observed_at
            ),
            releases.first_observed_at
        ) as listed_at,
        attributed.sponsor_id,
        releases.wire,
        releases.language,
        releases.is_health,
        releases.is_trial_news,
        coalesce(cluster_types.milestone_types, []) as milestone_types,
        releases.published_at is not null or releases.told_date is not null as is_dated,
        1 + coalesce(cluster_copies.copy_count, 0) as release_count,
        coalesce(cluster_posts.post_count, 0) as post_count,
        coalesce(cluster_posts.post_reasons, []) as post_reasons,
        least(
            releases.first_observed_at, cluster_copies.first_observed_at, cluster_posts.first_observed_at
        ) as first_observed_at,
        releases.observed_date
    from releases
    inner join attributed on releases.release_id = attributed.release_id and releases.release_id = attributed.cluster_id
    left join cluster_copies on releases.release_id = cluster_copies.cluster_id
    left join cluster_posts on releases.release_id = cluster_posts.cluster_id
    left join cluster_types on releases.release_id = cluster_types.cluster_id

),

post_runs as (

    select
        leader_post_id,
        count(*) as post_count,
        list_sort(list_distinct(list(source_id))) as source_ids,
        min(first_observed_at) as first_observed_at
    from posts
    where cluster_id is null
    group by leader_post_id

),

post_items as (

    select
        posts.post_id as item_id,
        'post' as kind,
        posts.source_id,
        post_runs.source_ids,
        posts.listed_at,
        null as sponsor_id,
        null as wire,
        null as language,
        posts.is_health,
        posts.is_trial_news,
        []::varchar[] as milestone_types,
        posts.published_at is not null as is_dated,
        0 as release_count,
        post_runs.post_count,
        if(post_runs.post_count > 1, ['same_title'], []) as post_reasons,
        post_runs.first_observed_at,
        posts.observed_date
    from posts
    inner join post_runs on posts.post_id = post_runs.leader_post_id

),

items as (

    select * from release_items
    union all
    select * from post_items

),

seen as (

    select
        source_id,
        observed_date
    from attributed
    union all
    select
        source_id,
        observed_date
    from posts

),

first_days as (

    select
        source_id,
        min(observed_date) as first_date
    from seen
    group by source_id

),

-- What says no day is new only where its source had been pulled on an earlier day: a first pull brings pages of any age.
placed as (

    select
        items.item_id,
        items.kind,
        items.listed_at,
        items.is_dated or items.observed_date > first_days.first_date as is_placed
    from items
    inner join first_days on items.source_id = first_days.source_id

),

positions as (

    select
        item_id,
        kind,
        is_placed,
        row_number() over (order by is_placed desc, listed_at desc, item_id asc) as position
    from placed

),

final as (

    select
        items.* exclude (observed_date),
        positions.is_placed,
        positions.position
    from items
    inner join positions on items.item_id = positions.item_id and items.kind = positions.kind

)

select * from final
