with

posts as (

    select * from {{ ref('int_posts__deduplicated') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

teasers as (

    select
        *,
        {{ fold_url('url') }} as url_key,
        {{ fold_text('title') }} as title_key,
        -- A list may carry a date to come by mistake; nothing was published after it was seen.
        least(coalesce(published_at, first_observed_at), first_observed_at) as listed_at
    from posts

),

told as (

    select
        releases.release_id,
        {{ fold_url('releases.url') }} as url_key,
        {{ fold_text('releases.title') }} as title_key,
        releases.order_date,
        clusters.cluster_id,
        clusters.release_number
    from releases
    inner join clusters on releases.release_id = clusters.release_id

),

by_url as (

    select
        teasers.post_id,
        min_by(told.cluster_id, told.release_number) as cluster_id
    from teasers
    inner join told on teasers.url_key = told.url_key
    group by teasers.post_id

),

by_title as (

    select
        teasers.post_id,
        min_by(told.cluster_id, (abs(teasers.listed_at::date - told.order_date), told.release_number)) as cluster_id
    from teasers
    inner join told
        on
            teasers.title_key = told.title_key
            and abs(teasers.listed_at::date - told.order_date) <= {{ var('copy_most_days') }}
    group by teasers.post_id

),

joined as (

    select
        teasers.*,
        coalesce(by_url.cluster_id, by_title.cluster_id) as cluster_id,
        case
            when by_url.cluster_id is not null then 'same_url'
            when by_title.cluster_id is not null then 'same_title'
        end as release_reason
    from teasers
    left join by_url on teasers.post_id = by_url.post_id
    left join by_title on teasers.post_id = by_title.post_id

),

-- The rest: one headline on several sites is one post, for as long as no gap of days parts the sightings.
gaps as (

    select
        *,
        coalesce(
            listed_at::date - lag(listed_at::date) over (
                partition by cluster_id, coalesce(title_key, post_id)
                order by listed_at asc, post_id asc
            ) > {{ var('copy_most_days') }},
            false
        ) as is_after_gap
    from joined

),

runs as (

    select
        *,
        count(*) filter (where is_after_gap) over (
            partition by cluster_id, coalesce(title_key, post_id)
            order by listed_at asc, post_id asc
        ) as run_number
    from gaps

),

final as (

    select
        * exclude (is_after_gap, run_number, title_key, url_key),
        first_value(post_id) over (
            partition by cluster_id, coalesce(title_key, post_id), run_number
            order by listed_at asc, post_id asc
        ) as leader_post_id
    from runs

)

select * from final
