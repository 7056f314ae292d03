-- The clean feed: trial news of the seven days before the newest item, each announcement once, newest first.
with

newest as (

    select max(listed_at) as newest_at
    from {{ ref('recent_posts') }}

)

select
    posts.listed_at,
    posts.title,
    posts.issuer,
    posts.milestone_types,
    posts.source_ids,
    posts.url
from {{ ref('recent_posts') }} as posts
cross join newest
where
    posts.is_trial_news
    and posts.listed_at >= newest.newest_at - interval 7 day
order by posts.position
