with

posts as (

    select * from {{ source('staging', 'posts') }}

),

ranked as (

    select
        *,
        min(observed_at) over (partition by post_id) as first_observed_at,
        -- The first sighting has the most exact age: `2 hours ago` says more than `3 days ago`.
        row_number() over (
            partition by post_id
            order by
                published_at_precision_s asc nulls last,
                observed_at asc,
                capture_id asc,
                captured_at asc,
                observed_date asc
        ) as nth
    from posts

),

final as (

    select * exclude (nth, observed_at, captured_at)
    from ranked
    where nth = 1

)

select * from final
