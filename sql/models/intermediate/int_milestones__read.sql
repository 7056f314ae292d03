with

milestones as (

    select * from {{ source('staging', 'milestones') }}

),

all_releases as (

    select * from {{ source('staging', 'releases') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

attributed as (

    select * from {{ ref('int_releases__attributed') }}

),

-- Statements of others than the release's issuer.
of_others as (

    select * from {{ ref('int_milestones__sponsored') }}

),

products as (

    select * from {{ ref('int_products__folded') }}

),

milestone_types as (

    select * from {{ ref('milestone_types') }}

),

-- A statement keeps its id from capture to capture, and the time when it was first seen.
first_seen as (

    select
        milestones.milestone_id,
        min(all_releases.observed_at) as first_observed_at
    from milestones
    inner join all_releases
        on
            milestones.release_id = all_releases.release_id
            and milestones.capture_id = all_releases.capture_id
            and milestones.observed_date = all_releases.observed_date
    group by milestones.milestone_id

),

registry_ids as (

    select * from {{ ref('int_trial_ids__folded') }}

),

stated_ids as (

    select distinct
        milestone_id,
        upper(unnest(trial_ids)) as trial_id
    from milestones

),

trial_keys as (

    select
        stated_ids.milestone_id,
        list_sort(list(distinct stated_ids.trial_id)) as trial_ids,
        list_sort(list(distinct registry_ids.trial_key)) as trial_keys
    from stated_ids
    inner join registry_ids on stated_ids.trial_id = registry_ids.trial_id
    -- A placeholder is no trial.
    where registry_ids.trial_key is not null
    group by stated_ids.milestone_id

),

-- The latest capture of a release speaks for it.
as_read as (

    select
        milestones.milestone_id,
        milestones.release_id,
        milestones.milestone_type,
        milestones.role,
        milestones.detail,
        milestones.agency,
        milestones.window_start,
        milestones.window_end,
        milestones.window_precision,
        milestones.phase,
        milestones.intervention,
        milestones.indication,
        milestones.section,
        milestones.sentence,
        milestones.span_start,
        milestones.span_end,
        milestones.rule_id,
        milestones.rules_version,
        milestones.reader,
        milestones.confidence,
        milestone_types.theme,
        milestone_types.is_trial,
        milestones.trial_ids as written_trial_ids,
        coalesce(trial_keys.trial_ids, []) as trial_ids,
        coalesce(trial_keys.trial_keys, []) as trial_keys,
        releases.source_id,
        releases.url,
        releases.told_date,
        releases.order_date,
        first_seen.first_observed_at,
        attributed.cluster_id,
        attributed.is_copy,
        attributed.release_number,
        if(of_others.milestone_id is null, attributed.sponsor_id, of_others.sponsor_id) as sponsor_id,
        of_others.event_sponsor,
        of_others.event_sponsor_reason,
        products.product_id,
        products.canonical_key as product_key,
        {{ fold_text('milestones.indication') }} as indication_key
    from milestones
    inner join releases
        on
            milestones.release_id = releases.release_id
            and milestones.capture_id = releases.capture_id
            and milestones.observed_date = releases.observed_date
    inner join milestone_types on milestones.milestone_type = milestone_types.milestone_type
    inner join attributed on milestones.release_id = attributed.release_id
    inner join first_seen on milestones.milestone_id = first_seen.milestone_id
    left join trial_keys on milestones.milestone_id = trial_keys.milestone_id
    left join of_others on milestones.milestone_id = of_others.milestone_id
    left join products
        on
            coalesce(of_others.scope_id, attributed.scope_id) = products.scope_id
            and milestones.intervention = products.name

),

plans as (

    select
        milestone_id,
        release_id,
        sponsor_id,
        milestone_type,
        product_key,
        sentence,
        window_start,
        window_end,
        window_precision,
        order_date,
        release_number,
        span_start
    from as_read
    where role = 'guidance' and is_trial and sponsor_id is not null

),

-- A sentence of several times is left as it is.
plain_plans as (

    select
        *,
        min(window_end) over same_release = max(window_end) over same_release as has_one_window
    from plans
    window same_release as (partition by release_id, milestone_type, product_key, sentence)

),

-- A plan repeated to the letter is as old as its first telling: `this month`, left standing in later texts, is no new
-- month.
with_first_window as (

    select
        *,
        first_value(window_start) over same_plan as first_window_start,
        first_value(window_end) over same_plan as first_window_end,
        first_value(window_precision) over same_plan as first_window_precision
    from plain_plans
    window same_plan as (
        partition by sponsor_id, milestone_type, product_key, sentence
        order by order_date asc, release_number asc, span_start asc, milestone_id asc
    )

),

repeats as (

    select
        milestone_id,
        first_window_start,
        first_window_end,
        first_window_precision
    from with_first_window
    where has_one_window and window_end != first_window_end

),

final as (

    select
        as_read.*
        replace (
            if(repeats.milestone_id is null, as_read.window_start, repeats.first_window_start) as window_start,
            if(repeats.milestone_id is null, as_read.window_end, repeats.first_window_end) as window_end,
            if(
                repeats.milestone_id is null, as_read.window_precision, repeats.first_window_precision
            ) as window_precision
        )
    from as_read
    left join repeats on as_read.milestone_id = repeats.milestone_id

)

select * from final
