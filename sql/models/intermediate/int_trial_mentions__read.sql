with

trial_mentions as (

    select * from {{ source('staging', 'trial_mentions') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

ids as (

    select * from {{ ref('int_trial_ids__folded') }}

),

final as (

    select
        trial_mentions.release_id,
        trial_mentions.capture_id,
        trial_mentions.span_start,
        trial_mentions.span_end,
        upper(trial_mentions.trial_id) as trial_id,
        trial_mentions.registry,
        trial_mentions.acronym,
        trial_mentions.phase,
        sponsors.sponsor_id,
        -- A study name means something within a sponsor only; without one, within the copies of a release.
        coalesce(sponsors.sponsor_id, clusters.cluster_id) as scope_id,
        {{ fold_study_name('trial_mentions.acronym') }} as acronym_key,
        ids.trial_key as id_key,
        ids.trial_reason as id_reason,
        ids.pair_release_id,
        ids.pair_first_observed_at,
        releases.told_date,
        releases.first_observed_at,
        clusters.release_number
    from trial_mentions
    inner join releases
        on
            trial_mentions.release_id = releases.release_id
            and trial_mentions.capture_id = releases.capture_id
            and trial_mentions.observed_date = releases.observed_date
    inner join clusters on releases.release_id = clusters.release_id
    left join sponsors on trim(releases.issuer) = sponsors.issuer
    left join ids on upper(trial_mentions.trial_id) = ids.trial_id

)

select * from final
