-- Statements of others than the release's issuer, and whose they are: where the marts know nobody by that name, it is
-- nobody's, and its products are those of the announcement.
with

milestones as (

    select
        milestone_id,
        release_id,
        capture_id,
        observed_date,
        span_start,
        span_end,
        intervention,
        trim(event_sponsor) as event_sponsor,
        event_sponsor_reason
    from {{ source('staging', 'milestones') }}
    where event_sponsor is not null

),

attributed as (

    select * from {{ ref('int_releases__attributed') }}

),

spellings as (

    select * from {{ ref('int_sponsors__folded') }}

),

final as (

    select
        milestones.milestone_id,
        milestones.release_id,
        milestones.span_start,
        milestones.span_end,
        milestones.intervention,
        milestones.event_sponsor,
        milestones.event_sponsor_reason,
        spellings.sponsor_id,
        coalesce(spellings.sponsor_id, attributed.cluster_id) as scope_id
    from milestones
    inner join attributed
        on
            milestones.release_id = attributed.release_id
            and milestones.capture_id = attributed.capture_id
            and milestones.observed_date = attributed.observed_date
    left join spellings on milestones.event_sponsor = spellings.issuer

)

select * from final
