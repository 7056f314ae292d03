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

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

trial_mentions as (

    select * from {{ ref('int_trial_mentions__linked') }}

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

paired_ids as (

    select * from {{ ref('int_trial_ids__paired') }}

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
        list_sort(list(distinct coalesce(paired_ids.trial_key, stated_ids.trial_id))) as trial_keys
    from stated_ids
    left join paired_ids on stated_ids.trial_id = paired_ids.trial_id
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
        coalesce(trial_keys.trial_ids, []) as trial_ids,
        coalesce(trial_keys.trial_keys, []) as trial_keys,
        releases.source_id,
        releases.url,
        releases.told_date,
        releases.order_date,
        first_seen.first_observed_at,
        clusters.cluster_id,
        clusters.is_copy,
        clusters.release_number,
        sponsors.sponsor_id,
        sponsors.sponsor_reason,
        {{ fold_text('milestones.intervention') }} as product_key,
        {{ fold_text('milestones.indication') }} as indication_key
    from milestones
    inner join releases
        on
            milestones.release_id = releases.release_id
            and milestones.capture_id = releases.capture_id
            and milestones.observed_date = releases.observed_date
    inner join milestone_types on milestones.milestone_type = milestone_types.milestone_type
    inner join clusters on milestones.release_id = clusters.release_id
    inner join first_seen on milestones.milestone_id = first_seen.milestone_id
    left join trial_keys on milestones.milestone_id = trial_keys.milestone_id
    left join sponsors on trim(releases.issuer) = sponsors.issuer

),

-- A plan repeated to the letter is as old as its first telling: `this month`, left standing in later texts, is no new
-- month. A sentence of several times is left as it is.
with_first_window as (

    select
        *,
        first_value(window_start) over same_plan as first_window_start,
        first_value(window_end) over same_plan as first_window_end,
        first_value(window_precision) over same_plan as first_window_precision,
        min(window_end) over same_release = max(window_end) over same_release
        and is_trial
        and role = 'guidance'
        and sponsor_id is not null as is_plain_plan
    from as_read
    window
        same_plan as (
            partition by sponsor_id, milestone_type, role, product_key, sentence
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
        ),
        same_release as (partition by release_id, milestone_type, role, product_key, sentence)

),

with_repeats as (

    select
        *,
        coalesce(is_plain_plan and window_end != first_window_end, false) as is_repeat
    from with_first_window

),

current as (

    select
        * exclude (first_window_start, first_window_end, first_window_precision, is_plain_plan, is_repeat)
        replace (
            if(is_repeat, first_window_start, window_start) as window_start,
            if(is_repeat, first_window_end, window_end) as window_end,
            if(is_repeat, first_window_precision, window_precision) as window_precision
        )
    from with_repeats

),

named_in_sentence as (

    select
        current.milestone_id,
        min(trial_mentions.trial_key) as trial_key
    from current
    inner join trial_mentions
        on
            current.release_id = trial_mentions.release_id
            and trial_mentions.span_start between current.span_start and current.span_end - 1
    where current.is_trial
    group by current.milestone_id
    having count(distinct trial_mentions.trial_key) = 1

),

-- A release on two products may name the trial of one and speak of the other.
only_trial_in_release as (

    select
        trial_mentions.release_id,
        min(trial_mentions.trial_key) as trial_key,
        min(trial_mentions.phase) as phase
    from trial_mentions
    inner join releases on trial_mentions.release_id = releases.release_id
    where len(releases.interventions) <= 1
    group by trial_mentions.release_id
    having count(distinct trial_mentions.trial_key) = 1 and count(distinct trial_mentions.phase) <= 1

),

told_in_text as (

    select
        current.*,
        case
            when len(current.trial_keys) = 1 then current.trial_keys[1]
            when len(current.trial_keys) = 0 then named_in_sentence.trial_key
        end as told_trial_key,
        case
            when len(current.trial_keys) = 1 then 'registry_id'
            when len(current.trial_keys) > 1 then 'several_trials'
            when named_in_sentence.trial_key is not null then 'named_in_sentence'
        end as told_reason
    from current
    left join named_in_sentence on current.milestone_id = named_in_sentence.milestone_id

),

-- Which trials the sponsor's texts tie to a product, by id or in one sentence: the ground for the inferences below.
product_trials as (

    select distinct
        sponsor_id,
        product_key,
        phase,
        told_trial_key as trial_key
    from told_in_text
    where told_trial_key is not null and sponsor_id is not null and product_key is not null

),

trial_products as (

    select
        sponsor_id,
        trial_key,
        list(distinct product_key) as product_keys
    from product_trials
    group by sponsor_id, trial_key

),

trial_of_product_and_phase as (

    select
        sponsor_id,
        product_key,
        phase,
        min(trial_key) as trial_key
    from product_trials
    where phase is not null
    group by sponsor_id, product_key, phase
    having count(distinct trial_key) = 1

),

-- Regulatory events are of the product, and what is recalled may be of an earlier trial: nothing is inferred for those
-- from the rest of the release.
with_inferences as (

    select
        told_in_text.*,
        -- A trial known to be of other products is not taken for this one's.
        if(
            coalesce(list_contains(trial_products.product_keys, told_in_text.product_key), true),
            only_trial_in_release.trial_key,
            null
        ) as only_trial_key,
        trial_of_product_and_phase.trial_key as product_trial_key
    from told_in_text
    left join only_trial_in_release
        on
            told_in_text.release_id = only_trial_in_release.release_id
            and told_in_text.theme in ('start', 'conduct', 'data')
            and told_in_text.role != 'background'
            and (told_in_text.phase is null or told_in_text.phase = only_trial_in_release.phase)
    left join trial_products
        on
            told_in_text.sponsor_id = trial_products.sponsor_id
            and only_trial_in_release.trial_key = trial_products.trial_key
    left join trial_of_product_and_phase
        on
            told_in_text.theme in ('start', 'conduct', 'data')
            and told_in_text.sponsor_id = trial_of_product_and_phase.sponsor_id
            and told_in_text.product_key = trial_of_product_and_phase.product_key
            and told_in_text.phase = trial_of_product_and_phase.phase

),

final as (

    select
        * exclude (told_trial_key, told_reason, only_trial_key, product_trial_key),
        case
            when told_reason is not null then told_trial_key
            else coalesce(only_trial_key, product_trial_key)
        end as trial_key,
        case
            when told_reason is not null then told_reason
            when only_trial_key is not null then 'only_trial_in_release'
            when product_trial_key is not null then 'product_and_phase'
        end as trial_reason
    from with_inferences

)

select * from final
