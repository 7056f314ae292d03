with

mentions as (

    select * from {{ ref('int_trial_mentions__linked') }}
    where trial_key is not null

),

statements as (

    select * from {{ ref('int_milestones__decided') }}
    where decision is distinct from 'refuse'

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

-- A trial in two registries shows the record of the id that stands for it.
registered as (

    select * from {{ ref('int_studies__linked') }}
    where is_record_of_trial

),

-- Every place that ties something to a trial: names in texts, facts, registry records.
tied as (

    select
        mentions.trial_key,
        mentions.trial_reason,
        mentions.acronym,
        mentions.trial_id as registry_id,
        mentions.registry,
        mentions.phase,
        null as product_id,
        null as intervention,
        null as indication,
        mentions.sponsor_id,
        mentions.release_id
    from mentions
    union all
    select
        trial_key,
        trial_reason,
        null as acronym,
        null as registry_id,
        null as registry,
        phase,
        product_id,
        intervention,
        indication,
        sponsor_id,
        release_id
    from statements
    where trial_key is not null
    union all
    -- An event of several trials says nothing of a single one but that it exists.
    select
        unnest(trial_keys) as trial_key,
        'registry_id' as trial_reason,
        null as acronym,
        null as registry_id,
        null as registry,
        null as phase,
        null as product_id,
        null as intervention,
        null as indication,
        sponsor_id,
        release_id
    from statements

),

told as (

    select
        tied.trial_key,
        list_sort(list_distinct(list(tied.trial_reason))) as link_reasons,
        list_sort(list_distinct(list(tied.acronym) filter (where tied.acronym is not null))) as acronyms,
        list_sort(list_distinct(list(tied.registry_id) filter (where tied.registry_id != tied.trial_key))) as other_ids,
        min(tied.registry) filter (where tied.registry_id = tied.trial_key) as registry,
        list_sort(list_distinct(list(tied.phase) filter (where tied.phase is not null))) as phases,
        list_sort(list_distinct(list(tied.product_id) filter (where tied.product_id is not null))) as product_ids,
        list_sort(list_distinct(list(tied.intervention) filter (where tied.intervention is not null))) as products,
        list_sort(list_distinct(list(tied.indication) filter (where tied.indication is not null))) as indications,
        count(distinct tied.release_id) as release_count,
        min(releases.told_date) as first_told_date,
        max(releases.told_date) as last_told_date,
        min(releases.first_observed_at) as first_observed_at,
        max(releases.first_observed_at) as last_observed_at
    from tied
    inner join releases on tied.release_id = releases.release_id
    group by tied.trial_key

),

teller_counts as (

    select
        trial_key,
        sponsor_id,
        count(distinct release_id) as release_count
    from tied
    where sponsor_id is not null
    group by trial_key, sponsor_id

),

most_frequent_teller as (

    select
        trial_key,
        min_by(sponsor_id, (-release_count, sponsor_id)) as sponsor_id
    from teller_counts
    group by trial_key

),

final as (

    select
        coalesce(told.trial_key, registered.trial_key) as trial_key,
        -- A key of a sponsor and a study name is no registry id.
        if(contains(told.trial_key, ':'), null, coalesce(told.trial_key, registered.trial_key)) as trial_id,
        coalesce(registered.registry, told.registry) as registry,
        coalesce(told.other_ids, []) as other_ids,
        list_sort(
            list_distinct(
                list_concat(coalesce(told.acronyms, []), if(registered.acronym is null, [], [registered.acronym]))
            )
        ) as acronyms,
        coalesce(registered.sponsor_id, most_frequent_teller.sponsor_id) as sponsor_id,
        sponsors.name as sponsor,
        case
            when registered.sponsor_id is not null then 'registry_sponsor'
            when most_frequent_teller.sponsor_id is not null then 'most_releases'
        end as sponsor_reason,
        list_sort(
            list_concat(coalesce(told.link_reasons, []), if(registered.trial_id is null, [], ['registry_record']))
        ) as link_reasons,
        coalesce(told.product_ids, []) as product_ids,
        coalesce(told.products, []) as products,
        coalesce(told.phases, []) as phases,
        coalesce(told.indications, []) as indications,
        coalesce(told.release_count, 0) as release_count,
        registered.title as registry_title,
        registered.status as registry_status,
        registered.sponsor as registry_sponsor,
        coalesce(registered.phases, []) as registry_phases,
        coalesce(registered.conditions, []) as registry_conditions,
        coalesce(registered.interventions, []) as registry_interventions,
        registered.start_date as registry_start_date,
        registered.start_date_kind as registry_start_date_kind,
        registered.primary_completion_date as registry_primary_completion_date,
        registered.primary_completion_date_kind as registry_primary_completion_date_kind,
        registered.enrolment_count as registry_enrolment_count,
        registered.enrolment_kind as registry_enrolment_kind,
        registered.last_update_date as registry_last_update_date,
        registered.last_observed_at as registry_observed_at,
        told.first_told_date,
        told.last_told_date,
        least(told.first_observed_at, registered.first_observed_at) as first_observed_at,
        greatest(told.last_observed_at, registered.last_observed_at) as last_observed_at
    from told
    full join registered on told.trial_key = registered.trial_key
    left join most_frequent_teller on told.trial_key = most_frequent_teller.trial_key
    left join sponsors on coalesce(registered.sponsor_id, most_frequent_teller.sponsor_id) = sponsors.sponsor_id

)

select * from final
order by last_observed_at desc, trial_key asc
