-- The list shows every release and every post, each in one place, and no place twice.
with

counts as (

    select
        count(*) as item_count,
        max(position) as last_position,
        sum(release_count) as listed_release_count,
        sum(post_count) as listed_post_count,
        (select count(*) from {{ ref('releases') }}) as release_count,
        (select count(*) from {{ ref('int_posts__deduplicated') }}) as post_count
    from {{ ref('recent_posts') }}

)

select * from counts
where
    coalesce(listed_release_count, 0) != release_count
    or coalesce(listed_post_count, 0) != post_count
    or coalesce(last_position, 0) != item_count
