with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

versions as (

    select * from {{ ref('int_releases__versions') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

attributed as (

    select
        release_id,
        sponsor_id,
        sponsor_reason
    from {{ ref('int_releases__attributed') }}

),

final as (

    select
        releases.release_id,
        releases.title,
        releases.issuer,
        attributed.sponsor_id,
        attributed.sponsor_reason,
        releases.url,
        releases.source_id,
        releases.told_date,
        releases.told_date_reason,
        releases.published_at,
        releases.published_at_precision_s,
        releases.dateline_city,
        releases.dateline_region,
        releases.dateline_date,
        releases.wire,
        releases.tickers,
        releases.trial_ids,
        releases.phases,
        releases.interventions,
        releases.indications,
        releases.categories,
        releases.language,
        releases.is_health,
        releases.is_trial_news,
        releases.is_excerpt,
        clusters.cluster_id,
        clusters.is_copy,
        clusters.cluster_reason,
        clusters.cluster_size,
        versions.text,
        releases.text_sha256,
        versions.sections,
        releases.capture_id,
        releases.capture_count,
        releases.version_count,
        releases.rules_version,
        releases.first_observed_at,
        releases.last_observed_at
    from releases
    inner join versions
        on
            releases.release_id = versions.release_id
            and releases.capture_id = versions.capture_id
            and releases.observed_date = versions.observed_date
    inner join clusters on releases.release_id = clusters.release_id
    inner join attributed on releases.release_id = attributed.release_id

)

select * from final
order by told_date desc nulls last, release_id asc
