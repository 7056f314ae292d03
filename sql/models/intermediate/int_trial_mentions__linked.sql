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

studies as (

    select * from {{ source('staging', 'studies') }}

),

paired_ids as (

    select * from {{ ref('int_trial_ids__paired') }}

),

mentions as (

    select
        trial_mentions.release_id,
        trial_mentions.capture_id,
        trial_mentions.span_start,
        trial_mentions.span_end,
        upper(trial_mentions.trial_id) as trial_id,
        coalesce(paired_ids.trial_key, upper(trial_mentions.trial_id)) as registry_key,
        trial_mentions.registry,
        trial_mentions.acronym,
        trial_mentions.phase,
        sponsors.sponsor_id,
        -- A study name means something within a sponsor only; without one, within the copies of a release.
        coalesce(sponsors.sponsor_id, clusters.cluster_id) as scope_id,
        upper({{ fold_text('trial_mentions.acronym') }}) as acronym_key
    from trial_mentions
    inner join releases
        on
            trial_mentions.release_id = releases.release_id
            and trial_mentions.capture_id = releases.capture_id
            and trial_mentions.observed_date = releases.observed_date
    inner join clusters on releases.release_id = clusters.release_id
    left join sponsors on trim(releases.issuer) = sponsors.issuer
    left join paired_ids on upper(trial_mentions.trial_id) = paired_ids.trial_id

),

-- What stands just before and just after a registry id, folded, without the words that introduce an id.
beside_ids as (

    select
        mentions.scope_id,
        mentions.registry_key,
        ' ' || regexp_replace(
            upper({{ fold_text("substr(releases.text, greatest(mentions.span_start - 79, 1), 80)") }}),
            '( (CLINICALTRIALS|CLINICAL TRIALS|GOV|IDENTIFIER|NUMBER|ID|NO|TRIAL|STUDY))+$',
            ''
        ) as text_before,
        if(
            regexp_matches(substr(releases.text, mentions.span_end + 1, 2), '^ ?[(\[]'),
            upper({{ fold_text("substr(releases.text, mentions.span_end + 1, 80)") }}) || ' ',
            null
        ) as text_in_bracket
    from mentions
    inner join releases on mentions.release_id = releases.release_id
    where mentions.trial_id is not null

),

study_names as (

    select distinct
        scope_id,
        acronym_key
    from mentions
    where acronym_key is not null

),

-- Three ways to learn that a study name and a registry id are one trial, the surest first.
ties as (

    select
        scope_id,
        acronym_key,
        registry_key as trial_key,
        'acronym_with_registry_id' as reason
    from mentions
    where acronym_key is not null and trial_id is not null
    union all
    select
        study_names.scope_id,
        study_names.acronym_key,
        beside_ids.registry_key as trial_key,
        'acronym_beside_registry_id' as reason
    from study_names
    inner join beside_ids on study_names.scope_id = beside_ids.scope_id
    where
        ends_with(beside_ids.text_before, ' ' || study_names.acronym_key)
        or starts_with(beside_ids.text_in_bracket, study_names.acronym_key || ' ')
    union all
    select
        sponsors.sponsor_id as scope_id,
        upper({{ fold_text('studies.acronym') }}) as acronym_key,
        coalesce(paired_ids.trial_key, upper(studies.trial_id)) as trial_key,
        'registry_acronym' as reason
    from studies
    inner join sponsors on {{ fold_sponsor('studies.sponsor') }} in (sponsors.name_key, sponsors.canonical_key)
    left join paired_ids on upper(studies.trial_id) = paired_ids.trial_id
    where studies.acronym is not null

),

-- A name tied to two ids stays a name: it may be a programme, or an earlier trial.
sure_ties as (

    select
        scope_id,
        acronym_key,
        min(trial_key) as trial_key,
        min(reason) as reason
    from ties
    group by scope_id, acronym_key
    having count(distinct trial_key) = 1

),

final as (

    select
        mentions.*,
        case
            when mentions.trial_id is not null then mentions.registry_key
            when sure_ties.trial_key is not null then sure_ties.trial_key
            when mentions.sponsor_id is not null then mentions.sponsor_id || ':' || mentions.acronym_key
        end as trial_key,
        case
            when mentions.trial_id != mentions.registry_key then 'registry_ids_side_by_side'
            when mentions.trial_id is not null then 'registry_id'
            when sure_ties.trial_key is not null then sure_ties.reason
            when mentions.sponsor_id is not null then 'sponsor_and_acronym'
        end as trial_reason
    from mentions
    left join sure_ties
        on
            mentions.scope_id = sure_ties.scope_id
            and mentions.acronym_key = sure_ties.acronym_key

)

select * from final
