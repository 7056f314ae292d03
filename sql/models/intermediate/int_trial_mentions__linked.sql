with

mentions as (

    select * from {{ ref('int_trial_mentions__read') }}

),

names as (

    select * from {{ ref('int_trial_names__tied') }}

),

-- An id speaks for itself; a study name without one is what its sponsor's releases, the registry or a person tie it to.
joined as (

    select
        mentions.*,
        names.trial_key as name_trial_key,
        names.trial_reason as name_reason,
        names.is_tied,
        names.release_id as tie_release_id,
        names.first_observed_at as tie_first_observed_at
    from mentions
    left join names
        on
            if(mentions.id_key is null, mentions.scope_id, null) = names.scope_id
            and mentions.acronym_key = names.acronym_key

),

final as (

    select
        release_id,
        capture_id,
        span_start,
        span_end,
        trial_id,
        registry,
        acronym,
        phase,
        sponsor_id,
        scope_id,
        told_date,
        coalesce(id_key, name_trial_key) as trial_key,
        coalesce(name_reason, id_reason) as trial_reason,
        -- The release that says why; null where a registry's record or a person does.
        case
            when is_tied then tie_release_id
            when id_reason = 'registry_ids_side_by_side' then pair_release_id
            when coalesce(id_reason, '') != 'correction' then release_id
        end as support_release_id,
        -- A link is known when the name and what ties it are.
        greatest(first_observed_at, tie_first_observed_at, pair_first_observed_at) as first_observed_at
    from joined

)

select * from final
