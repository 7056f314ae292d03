with

statements as (

    select * from {{ ref('int_milestones__decided') }}
    where is_taken

),

resolved as (

    select * from {{ ref('int_events__resolved') }}

),

-- The week of a release without a stated day is the week in which it was first seen; the row says how many those are.
releases as (

    select
        *,
        date_trunc('week', order_date)::date as week_start
    from {{ ref('int_releases__attributed') }}
    where sponsor_id is not null

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
    from releases
    group by sponsor_id, week_start

),

-- Each telling once, in the week of its first release: the copies tell nothing more.
tellings as (

    select
        statements.sponsor_id,
        date_trunc('week', statements.order_date)::date as week_start,
        statements.milestone_type,
        statements.role,
        statements.detail,
        statements.product_id,
        statements.first_observed_at,
        -- An event of several trials touches each of them.
        list_append(statements.trial_keys, statements.trial_key) as trial_keys,
        -- Told by two releases of one week, or twice by one, an event is still one.
        if(
            row_number() over (
                partition by
                    statements.sponsor_id, week_start, resolved.event_id, statements.milestone_type, statements.role
            ) = 1,
            statements.role,
            null
        ) as counted_role
    from statements
    inner join resolved on statements.milestone_id = resolved.milestone_id
    where resolved.event_reason != 'copy'

),

-- A column for each of 36 types and three roles would be 108 columns of zeros: a map for each role has all, and the
-- types that people ask for first have a column.
told as (

    select
        sponsor_id,
        week_start,
        count(*) filter (where counted_role = 'announced') as announced_count,
        count(*) filter (where counted_role = 'guidance') as guidance_count,
        count(*) filter (where counted_role = 'background') as background_count,
        count(*) filter (
            where counted_role = 'announced' and milestone_type in ('first_patient_enrolled', 'first_patient_dosed')
        ) as first_patient_count,
        count(*) filter (
            where counted_role = 'announced' and milestone_type in ('interim_readout', 'topline_readout')
        ) as readout_count,
        count(*) filter (where counted_role = 'announced' and milestone_type = 'approval') as approval_count,
        count(*) filter (
            where
            counted_role = 'announced'
            and milestone_type in ('trial_paused', 'trial_discontinued', 'clinical_hold', 'application_rejected')
        ) as setback_count,
        count(*) filter (where counted_role = 'announced' and milestone_type = 'financing') as financing_count,
        -- Amounts as the texts write them: they name currencies and parts that no sum could keep apart.
        list_sort(
            list_distinct(
                list(detail) filter (
                    where role = 'announced' and milestone_type = 'financing' and detail is not null
                )
            )
        ) as financing_amounts,
        histogram(milestone_type) filter (where counted_role = 'announced') as announced_by_type,
        histogram(milestone_type) filter (where counted_role = 'guidance') as guidance_by_type,
        histogram(milestone_type) filter (where counted_role = 'background') as background_by_type,
        list_sort(list_distinct(flatten(list(trial_keys)))) as trial_keys,
        list_sort(list_distinct(list(product_id) filter (where product_id is not null))) as product_ids,
        min(first_observed_at) as first_observed_at,
        max(first_observed_at) as last_observed_at
    from tellings
    where sponsor_id is not null
    group by sponsor_id, week_start

),

final as (

    select
        coalesce(release_counts.sponsor_id, told.sponsor_id) as sponsor_id,
        coalesce(release_counts.week_start, told.week_start) as week_start,
        coalesce(release_counts.release_count, 0) as release_count,
        coalesce(release_counts.announcement_count, 0) as announcement_count,
        coalesce(release_counts.copy_count, 0) as copy_count,
        coalesce(release_counts.trial_news_count, 0) as trial_news_count,
        coalesce(release_counts.undated_release_count, 0) as undated_release_count,
        coalesce(release_counts.first_observed_at, told.first_observed_at) as first_observed_at,
        coalesce(release_counts.last_observed_at, told.last_observed_at) as last_observed_at,
        coalesce(told.announced_count, 0) as announced_count,
        coalesce(told.guidance_count, 0) as guidance_count,
        coalesce(told.background_count, 0) as background_count,
        coalesce(told.first_patient_count, 0) as first_patient_count,
        coalesce(told.readout_count, 0) as readout_count,
        coalesce(told.approval_count, 0) as approval_count,
        coalesce(told.setback_count, 0) as setback_count,
        coalesce(told.financing_count, 0) as financing_count,
        coalesce(told.financing_amounts, []) as financing_amounts,
        coalesce(told.announced_by_type, map())::map (varchar, bigint) as announced_by_type,
        coalesce(told.guidance_by_type, map())::map (varchar, bigint) as guidance_by_type,
        coalesce(told.background_by_type, map())::map (varchar, bigint) as background_by_type,
        coalesce(told.trial_keys, []) as trial_keys,
        coalesce(told.product_ids, []) as product_ids
    from release_counts
    -- A week may hold nothing but what releases of others tell.
    full join told
        on
            release_counts.sponsor_id = told.sponsor_id
            and release_counts.week_start = told.week_start

)

select * from final
