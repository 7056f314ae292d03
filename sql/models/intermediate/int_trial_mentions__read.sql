with

trial_mentions as (

    select * from {{ source('staging', 'trial_mentions') }}

),

releases as (

    select * from {{ ref('int_releases__attributed') }}

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
        releases.sponsor_id,
        releases.scope_id,
        {{ fold_study_name('trial_mentions.acronym') }} as acronym_key,
        ids.trial_key as id_key,
        ids.trial_reason as id_reason,
        ids.pair_release_id,
        ids.pair_first_observed_at,
        releases.told_date,
        releases.first_observed_at,
        releases.release_number
    from trial_mentions
    inner join releases
        on
            trial_mentions.release_id = releases.release_id
            and trial_mentions.capture_id = releases.capture_id
            and trial_mentions.observed_date = releases.observed_date
    left join ids on upper(trial_mentions.trial_id) = ids.trial_id

)

select * from final
