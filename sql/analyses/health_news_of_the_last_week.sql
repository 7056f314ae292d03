-- Question: What is new in trials, in the seven days before the newest item?
-- Grain: one row for each announcement or post of trial news, newest first, copies and reposts once.
-- Units: listed_at is UTC, as the place states it, else when it was first seen.
-- Change: the 7; is_health for all health news; a condition on milestone_types, such as list_contains.
with

newest as (

    select max(listed_at) as newest_at
    from recent_posts

)

select
    posts.listed_at,
    posts.title,
    posts.issuer,
    posts.milestone_types,
    posts.source_ids,
    posts.url
from recent_posts as posts
cross join newest
where
    posts.is_trial_news
    and posts.listed_at >= newest.newest_at - interval 7 day
order by posts.position
