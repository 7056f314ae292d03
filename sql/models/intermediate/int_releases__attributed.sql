-- Whose a release is, and of which announcement; without its text.
with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

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
        clusters.cluster_id,
        clusters.is_copy,
        clusters.release_number,
        -- A product's or a study's name means something within a sponsor only; without one, within copies of a release.
        coalesce(spellings.sponsor_id, clusters.cluster_id) as scope_id
    from releases
    inner join clusters on releases.release_id = clusters.release_id
    left join spellings on trim(releases.issuer) = spellings.issuer

)

select * from final
