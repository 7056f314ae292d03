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

-- Sentences that tell of others than the release's issuer.
of_others as (

    select
        release_id,
        span_start,
        span_end,
        min(sponsor_id) as sponsor_id,
        min(scope_id) as scope_id
    from {{ ref('int_milestones__sponsored') }}
    group by release_id, span_start, span_end

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
        if(of_others.scope_id is null, releases.sponsor_id, of_others.sponsor_id) as sponsor_id,
        coalesce(of_others.scope_id, releases.scope_id) as scope_id,
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
    left join of_others
        on
            trial_mentions.release_id = of_others.release_id
            and trial_mentions.span_start >= of_others.span_start
            and trial_mentions.span_start < of_others.span_end
    left join ids on upper(trial_mentions.trial_id) = ids.trial_id

)

select * from final
