with

statements as (

    select * from {{ ref('int_milestones__decided') }}
    where is_taken

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

spellings as (

    select * from {{ ref('int_sponsors__folded') }}

),

-- The week of a release without a stated day is the week in which it was first seen; the row says how many those are.
issued as (

    select
        spellings.sponsor_id,
        date_trunc('week', releases.order_date)::date as week_start,
        releases.release_id,
        releases.told_date,
        releases.is_trial_news,
        releases.first_observed_at,
        clusters.cluster_id,
        clusters.is_copy
    from releases
    inner join spellings on trim(releases.issuer) = spellings.issuer
    inner join clusters on releases.release_id = clusters.release_id

),

release_counts as (

    select
        sponsor_id,
        week_start,
        count(*) as release_count,
        count(distinct cluster_id) as announcement_count,
        count(*) filter (where is_copy) as copy_count,
        count(distinct if(is_trial_news, cluster_id, null)) as trial_news_count,
        count(*) filter (where told_date is null) as undated_release_count,
        min(first_observed_at) as first_observed_at,
        max(first_observed_at) as last_observed_at
    from issued
    group by sponsor_id, week_start

),

-- Copies tell once: a telling counts in the week of its earliest release.
tellings as (

    select
        telling_id,
        min(sponsor_id) as sponsor_id,
        date_trunc('week', min(order_date))::date as week_start,
        min(milestone_type) as milestone_type,
        min(role) as role,
        min(detail) as detail,
        min(product_id) as product_id,
        -- An event of several trials touches each of them.
        list_distinct(flatten(list(list_append(trial_keys, trial_key)))) as trial_keys
    from statements
    group by telling_id

),

type_counts as (

    select
        sponsor_id,
        week_start,
        role,
        milestone_type,
        count(*) as telling_count
    from tellings
    group by sponsor_id, week_start, role, milestone_type

),

-- A column for each of 36 types and three roles would be 108 columns of zeros: a map for each role has all, and the
-- types that people ask for first have a column.
telling_counts as (

    select
        sponsor_id,
        week_start,
        sum(telling_count) filter (where role = 'announced') as announced_count,
        sum(telling_count) filter (where role = 'guidance') as guidance_count,
        sum(telling_count) filter (where role = 'background') as background_count,
        sum(telling_count) filter (
            where role = 'announced' and milestone_type in ('first_patient_enrolled', 'first_patient_dosed')
        ) as first_patient_count,
        sum(telling_count) filter (
            where role = 'announced' and milestone_type in ('interim_readout', 'topline_readout')
        ) as readout_count,
        sum(telling_count) filter (where role = 'announced' and milestone_type = 'approval') as approval_count,
        sum(telling_count) filter (
            where
            role = 'announced'
            and milestone_type in ('trial_paused', 'trial_discontinued', 'clinical_hold', 'application_rejected')
        ) as setback_count,
        sum(telling_count) filter (where role = 'announced' and milestone_type = 'financing') as financing_count,
        map_from_entries(
            list_sort(list((milestone_type, telling_count)) filter (where role = 'announced'))
        ) as announced_by_type,
        map_from_entries(
            list_sort(list((milestone_type, telling_count)) filter (where role = 'guidance'))
        ) as guidance_by_type,
        map_from_entries(
            list_sort(list((milestone_type, telling_count)) filter (where role = 'background'))
        ) as background_by_type
    from type_counts
    group by sponsor_id, week_start

),

trials_touched as (

    select
        sponsor_id,
        week_start,
        list_sort(list_distinct(flatten(list(trial_keys)))) as trial_keys
    from tellings
    group by sponsor_id, week_start

),

products_touched as (

    select
        sponsor_id,
        week_start,
        list_sort(list(distinct product_id)) as product_ids
    from tellings
    where product_id is not null
    group by sponsor_id, week_start

),

-- Amounts as the texts write them: they name currencies and parts that no sum could keep apart.
amounts as (

    select
        sponsor_id,
        week_start,
        list_sort(list(distinct detail)) as financing_amounts
    from tellings
    where role = 'announced' and milestone_type = 'financing' and detail is not null
    group by sponsor_id, week_start

),

final as (

    select
        release_counts.*,
        coalesce(telling_counts.announced_count, 0)::bigint as announced_count,
        coalesce(telling_counts.guidance_count, 0)::bigint as guidance_count,
        coalesce(telling_counts.background_count, 0)::bigint as background_count,
        coalesce(telling_counts.first_patient_count, 0)::bigint as first_patient_count,
        coalesce(telling_counts.readout_count, 0)::bigint as readout_count,
        coalesce(telling_counts.approval_count, 0)::bigint as approval_count,
        coalesce(telling_counts.setback_count, 0)::bigint as setback_count,
        coalesce(telling_counts.financing_count, 0)::bigint as financing_count,
        coalesce(amounts.financing_amounts, []) as financing_amounts,
        coalesce(telling_counts.announced_by_type, map([]::varchar[], []::bigint[])) as announced_by_type,
        coalesce(telling_counts.guidance_by_type, map([]::varchar[], []::bigint[])) as guidance_by_type,
        coalesce(telling_counts.background_by_type, map([]::varchar[], []::bigint[])) as background_by_type,
        coalesce(trials_touched.trial_keys, []) as trial_keys,
        coalesce(products_touched.product_ids, []) as product_ids
    from release_counts
    left join telling_counts
        on
            release_counts.sponsor_id = telling_counts.sponsor_id
            and release_counts.week_start = telling_counts.week_start
    left join trials_touched
        on
            release_counts.sponsor_id = trials_touched.sponsor_id
            and release_counts.week_start = trials_touched.week_start
    left join products_touched
        on
            release_counts.sponsor_id = products_touched.sponsor_id
            and release_counts.week_start = products_touched.week_start
    left join amounts
        on
            release_counts.sponsor_id = amounts.sponsor_id
            and release_counts.week_start = amounts.week_start

)

select * from final
