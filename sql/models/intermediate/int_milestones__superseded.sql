-- Kept apart from the statements: few have one, and what the text says of an old plan is no plan.
with

milestones as (

    select * from {{ source('staging', 'milestones') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

-- The latest capture of a release speaks for it.
final as (

    select
        milestones.milestone_id,
        milestones.is_withdrawn,
        milestones.superseded_start,
        milestones.superseded_end,
        milestones.superseded_precision
    from milestones
    inner join releases
        on
            milestones.release_id = releases.release_id
            and milestones.capture_id = releases.capture_id
            and milestones.observed_date = releases.observed_date
    where milestones.is_withdrawn or milestones.superseded_end is not null

)

select * from final
