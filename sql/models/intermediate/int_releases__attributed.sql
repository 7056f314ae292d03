-- Whose a release is, why, and of which announcement; without its text.
with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

issued as (

    select * from {{ ref('int_releases__issued') }}

),

spellings as (

    select * from {{ ref('int_sponsors__folded') }}

),

final as (

    select
        releases.release_id,
        releases.capture_id,
        releases.observed_date,
        releases.source_id,
        releases.url,
        releases.told_date,
        releases.order_date,
        releases.first_observed_at,
        releases.is_health,
        releases.is_trial_news,
        releases.tickers,
        releases.interventions,
        spellings.sponsor_id,
        if(issued.is_covered and spellings.sponsor_id is not null, 'covered', spellings.sponsor_reason)
            as sponsor_reason,
        clusters.cluster_id,
        clusters.is_copy,
        clusters.release_number,
        -- A product's or a study's name means something within a sponsor only; without one, within copies of a release.
        coalesce(spellings.sponsor_id, clusters.cluster_id) as scope_id
    from releases
    inner join clusters on releases.release_id = clusters.release_id
    inner join issued on releases.release_id = issued.release_id
    left join spellings on issued.spelling = spellings.issuer

)

select * from final
