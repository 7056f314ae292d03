-- Question: What is new in trials, in the seven days before the newest trial news that says its day?
-- Grain: one row for each announcement or post of trial news, newest first, copies and reposts once.
-- Units: listed_at is UTC, as the place states it. An item without a day is left out: when it was first seen may be
--   years after it.
-- Change: the 7; is_health for all health news; a condition on milestone_types, such as list_contains.
with

dated as (

    select *
    from recent_posts
    where
        is_trial_news
        and coalesce(published_at::date, told_date) is not null

),

newest as (

    select max(listed_at) as newest_at
    from dated

)

select
    posts.listed_at,
    posts.title,
    posts.issuer,
    posts.milestone_types,
    posts.source_ids,
    posts.url
from dated as posts
cross join newest
where posts.listed_at >= newest.newest_at - interval 7 day
order by posts.position
