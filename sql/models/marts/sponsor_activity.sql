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

sponsors as (

    select * from {{ ref('sponsors') }}

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
        releases.is_health,
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
        min(trial_key) as trial_key
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

telling_counts as (

    select
        sponsor_id,
        week_start,
        sum(telling_count) filter (where role = 'announced') as announced_count,
        sum(telling_count) filter (where role = 'guidance') as guidance_count,
        sum(telling_count) filter (where role = 'background') as background_count,
        map_from_entries(
            list((milestone_type, telling_count) order by milestone_type) filter (where role = 'announced')
        ) as announced_by_type,
        map_from_entries(
            list((milestone_type, telling_count) order by milestone_type) filter (where role = 'guidance')
        ) as guidance_by_type
    from type_counts
    group by sponsor_id, week_start

),

trials_touched as (

    select
        sponsor_id,
        week_start,
        list_sort(list_distinct(list(trial_key))) as trial_keys
    from tellings
    where trial_key is not null
    group by sponsor_id, week_start

),

final as (

    select
        release_counts.sponsor_id,
        sponsors.name as sponsor,
        release_counts.week_start,
        release_counts.release_count,
        release_counts.announcement_count,
        release_counts.copy_count,
        release_counts.trial_news_count,
        release_counts.undated_release_count,
        coalesce(telling_counts.announced_count, 0)::bigint as announced_count,
        coalesce(telling_counts.guidance_count, 0)::bigint as guidance_count,
        coalesce(telling_counts.background_count, 0)::bigint as background_count,
        coalesce(telling_counts.announced_by_type, map([]::varchar[], []::bigint[])) as announced_by_type,
        coalesce(telling_counts.guidance_by_type, map([]::varchar[], []::bigint[])) as guidance_by_type,
        coalesce(trials_touched.trial_keys, []) as trial_keys,
        release_counts.first_observed_at,
        release_counts.last_observed_at
    from release_counts
    inner join sponsors on release_counts.sponsor_id = sponsors.sponsor_id
    left join telling_counts
        on
            release_counts.sponsor_id = telling_counts.sponsor_id
            and release_counts.week_start = telling_counts.week_start
    left join trials_touched
        on
            release_counts.sponsor_id = trials_touched.sponsor_id
            and release_counts.week_start = trials_touched.week_start

)

select * from final
order by week_start desc, sponsor asc, sponsor_id asc
