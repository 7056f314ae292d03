with

mentions as (

    select * from {{ ref('int_trial_mentions__linked') }}

),

statements as (

    select * from {{ ref('int_milestones__read') }}

),

ids as (

    select * from {{ ref('int_trial_ids__folded') }}

),

registered as (

    select * from {{ ref('int_studies__linked') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

stated_ids as (

    select distinct
        release_id,
        first_observed_at,
        upper(unnest(written_trial_ids)) as trial_id
    from statements

),

-- A place may name a trial by id and by study name at once: each is a name of it.
told as (

    select
        trial_key,
        trial_id as name,
        'registry_id' as name_kind,
        null as sponsor_id,
        if(trial_id = trial_key, 'registry_id', trial_reason) as trial_reason,
        release_id as told_by,
        support_release_id,
        first_observed_at
    from mentions
    where trial_id is not null
    union all
    select
        trial_key,
        acronym as name,
        'study_name' as name_kind,
        sponsor_id,
        if(trial_id is null, trial_reason, 'acronym_with_registry_id') as trial_reason,
        release_id as told_by,
        support_release_id,
        first_observed_at
    from mentions
    where acronym is not null and not (trial_id is not null and trial_reason = 'placeholder_id')
    union all
    select
        ids.trial_key,
        ids.trial_id as name,
        'registry_id' as name_kind,
        null as sponsor_id,
        ids.trial_reason,
        stated_ids.release_id as told_by,
        coalesce(ids.pair_release_id, stated_ids.release_id) as support_release_id,
        greatest(stated_ids.first_observed_at, ids.pair_first_observed_at) as first_observed_at
    from stated_ids
    inner join ids on stated_ids.trial_id = ids.trial_id
    union all
    select
        trial_key,
        trial_id as name,
        'registry_id' as name_kind,
        null as sponsor_id,
        if(trial_key is null, 'placeholder_id', 'registry_record') as trial_reason,
        null as told_by,
        null as support_release_id,
        first_observed_at
    from registered
    union all
    select
        trial_key,
        acronym as name,
        'study_name' as name_kind,
        sponsor_id,
        'registry_acronym' as trial_reason,
        null as told_by,
        null as support_release_id,
        first_observed_at
    from registered
    where acronym is not null and trial_key is not null

),

ranked as (

    select
        told.*,
        releases.told_date,
        -- Of several reasons the one told first; a text's before a registry's record of the same.
        row_number() over (
            partition by told.trial_key, told.name, told.name_kind, told.sponsor_id
            order by supports.order_date asc nulls last, told.support_release_id asc, told.trial_reason asc
        ) as nth_reason
    from told
    left join releases on told.told_by = releases.release_id
    left join releases as supports on told.support_release_id = supports.release_id

),

grouped as (

    select
        trial_key,
        name,
        name_kind,
        sponsor_id,
        any_value(trial_reason) filter (where nth_reason = 1) as trial_reason,
        any_value(support_release_id) filter (where nth_reason = 1) as release_id,
        list_sort(list_distinct(list(trial_reason))) as link_reasons,
        count(distinct told_by) as release_count,
        min(told_date) as first_told_date,
        max(told_date) as last_told_date,
        min(first_observed_at) as first_observed_at
    from ranked
    group by trial_key, name, name_kind, sponsor_id

),

final as (

    select
        grouped.trial_key,
        grouped.name,
        grouped.name_kind,
        grouped.sponsor_id,
        sponsors.name as sponsor,
        grouped.trial_reason,
        grouped.link_reasons,
        grouped.release_id,
        releases.url,
        case
            when grouped.trial_key is not null then null
            when grouped.trial_reason = 'placeholder_id'
                then 'No registry gives such an id: look into the release, or the record, for the real one.'
            when grouped.trial_reason = 'no_sponsor'
                then 'The release names no issuer: say which trial it is in data/reference/identity_corrections.csv.'
            else
                'It is a name of the sponsor or of its product. If it is a study all the same, call it the same as its '
                || 'id or other name in data/reference/identity_corrections.csv.'
        end as remedy,
        grouped.release_count,
        grouped.first_told_date,
        grouped.last_told_date,
        grouped.first_observed_at
    from grouped
    left join sponsors on grouped.sponsor_id = sponsors.sponsor_id
    left join releases on grouped.release_id = releases.release_id

)

select * from final
order by trial_key asc nulls last, release_count desc, name asc, sponsor_id asc
