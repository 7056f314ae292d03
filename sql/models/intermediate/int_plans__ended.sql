-- Each plan, with the event that it ended in, if any.
with

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

),

happened as (

    select * from {{ ref('int_tellings__happened') }}

),

superseded as (

    select * from {{ ref('int_milestones__superseded') }}

),

happened_events as (

    select
        happened.group_id,
        happened.event_key,
        happened.event_order_date,
        happened.event_start,
        happened.event_end,
        min(tellings.scope_id) as scope_id,
        min(tellings.subject_key) as subject_key,
        min(tellings.milestone_type) as milestone_type,
        min(tellings.detail_key) as detail_key,
        min(tellings.agency) as agency,
        min(tellings.indication_key) as indication_key,
        min(tellings.indication_group) as indication_group,
        min(tellings.about_product) as about_product,
        min(tellings.about_phase) as about_phase,
        max({{ meeting('tellings.sentence_key') }}) as meeting,
        -- What is merely recalled, without a time, may be older than any plan. What happens once is not, nor what is
        -- told as recent.
        starts_with(happened.event_key, 'recalled:undated')
        and not bool_or(
            tellings.order_date = happened.event_order_date and contains(tellings.sentence_key, 'recently announced')
        )
        and (
            list_contains({{ var('recurring_types') }}, min(tellings.milestone_type))
            or (min(tellings.milestone_type) = 'topline_readout' and min(tellings.about_trial) is null)
        ) as is_perhaps_older
    from happened
    inner join tellings on happened.telling_id = tellings.telling_id
    group by
        happened.group_id, happened.event_key, happened.event_order_date, happened.event_start, happened.event_end

),

told_plans as (

    select
        tellings.*,
        {{ meeting('tellings.sentence_key') }} as meeting,
        superseded.superseded_end,
        starts_with(tellings.subject_key, 'sentence:')
        and regexp_matches(tellings.sentence_key, '{{ var("several_pattern") }}') as is_of_several,
        -- A plan left standing in later texts, to the letter, is as old as its first telling.
        min(tellings.order_date) over (
            partition by tellings.group_id, tellings.sentence_key, tellings.window_end
        ) as first_order_date,
        max(tellings.order_date) over (partition by tellings.group_id) as last_order_date,
        -- The day of a talk is set: it does not move, and another day is another talk.
        {{ is_set_talk('tellings') }} or (
            tellings.milestone_type = 'data_presented'
            and tellings.window_start is null
            and superseded.superseded_end is null
        ) as is_talk,
        -- Two windows in one release are two events: no later statement may then be taken for a shift of either.
        count(*) filter (where not coalesce(superseded.is_withdrawn, false)) over (
            partition by tellings.group_id, tellings.release_number
        ) as told_together_count,
        -- A regulator's step for a product, planned once more long after it was due, in silence: not the first.
        coalesce(
            tellings.theme = 'regulatory'
            and starts_with(tellings.subject_key, 'product:')
            and tellings.order_date
            - lag(coalesce(tellings.window_end, tellings.order_date)) over (
                partition by tellings.group_id order by tellings.order_date, tellings.rank_key
            ) > {{ var('planned_anew_least_days') }},
            false
        ) as is_planned_anew
    from tellings
    left join superseded on tellings.rank_key.milestone_id = superseded.milestone_id
    where tellings.role = 'guidance'

),

guidance as (

    select
        *,
        count_if(is_planned_anew) over (partition by group_id order by order_date, rank_key) as planned_anew_count,
        min(if(is_planned_anew, order_date, null)) over (
            partition by group_id order by order_date, rank_key rows between 1 following and unbounded following
        ) as planned_anew_date
    from told_plans

),

guidance_groups as (

    select
        group_id,
        max(told_together_count) > 1 as has_several
    from guidance
    group by group_id

),

-- What was told no later than that the plan before it had moved was not what was planned: a rolling submission began,
-- its completion is expected later.
partial_events as (

    select distinct
        happened_events.group_id,
        happened_events.event_key
    from happened_events
    inner join guidance as planned
        on
            happened_events.group_id = planned.group_id
            and happened_events.event_order_date > planned.order_date
    inner join guidance as moved
        on
            planned.group_id = moved.group_id
            and planned.window_end = moved.superseded_end
            and happened_events.event_order_date <= moved.order_date

),

-- A plan ends in the first event told after it that can be what was planned; where several plans run side by side, only
-- the window tells whose it is. A decision date ends in the decision; a readout that nobody tells, in the talk that
-- shows the data in its window.
ending_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date,
        (
            guidance.milestone_type in ('interim_readout', 'topline_readout')
            and happened_events.milestone_type = 'data_presented'
        )::integer as rank
    from guidance
    inner join guidance_groups on guidance.group_id = guidance_groups.group_id
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.subject_key = happened_events.subject_key
            and guidance.first_order_date < happened_events.event_order_date
            and guidance.first_order_date <= happened_events.event_end
    left join partial_events
        on
            happened_events.group_id = partial_events.group_id
            and happened_events.event_key = partial_events.event_key
    where
        -- A meeting with its year is told of once.
        coalesce(not happened_events.is_perhaps_older or guidance.meeting = happened_events.meeting, false)
        and coalesce(happened_events.event_order_date < guidance.planned_anew_date, true)
        and (
            guidance.window_end is not null
            or happened_events.event_order_date - guidance.order_date <= {{ var('undated_plan_most_days') }}
        )
        -- Of results recalled in a wide time that had begun before the plan nobody can tell.
        and not coalesce(
            guidance.theme = 'data'
            and guidance.window_end is null
            and starts_with(happened_events.event_key, 'recalled:')
            and happened_events.event_start < guidance.first_order_date
            and happened_events.event_end - happened_events.event_start > {{ var('telling_window_most_days') }},
            false
        )
        -- Results recalled, without a time, while they are still awaited are others.
        and not (
            happened_events.milestone_type = 'topline_readout'
            and starts_with(happened_events.event_key, 'recalled:undated')
            and happened_events.event_order_date <= guidance.last_order_date
        )
        and coalesce(
            contains(guidance.about_phase, happened_events.about_phase)
            or contains(happened_events.about_phase, guidance.about_phase)
            or 'pivotal' in (guidance.about_phase, happened_events.about_phase),
            true
        )
        and (
            (
                partial_events.event_key is null
                and guidance.group_id = happened_events.group_id
                and {{ is_in_reach('guidance', 'happened_events', 'guidance_groups.has_several') }}
            )
            or (
                {{ is_awaited_decision('guidance', 'happened_events') }}
                and coalesce(guidance.indication_key = happened_events.indication_key, true)
            )
            or (
                guidance.milestone_type in ('interim_readout', 'topline_readout')
                and happened_events.milestone_type = 'data_presented'
                and happened_events.event_end between guidance.window_start and guidance.window_end
            )
        )

),

-- `The MAA was submitted`: an event that leaves out agency or disease, or whose plan does, is what was planned where
-- it is the only one in the window, and no other plan fits it.
unnamed_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date,
        1 as rank
    from guidance
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.subject_key = happened_events.subject_key
            and guidance.milestone_type = happened_events.milestone_type
            and {{ meets_in_time('guidance', 'happened_events') }}
    where
        (guidance.theme = 'regulatory' or guidance.milestone_type in ('ind_submitted', 'ind_cleared'))
        and not happened_events.is_perhaps_older
        and guidance.detail_key is not distinct from happened_events.detail_key
        and coalesce(guidance.agency = happened_events.agency, true)
        and coalesce(guidance.indication_group = happened_events.indication_group, true)
    qualify {{ fits_alone('guidance', 'happened_events') }}

),

-- A decision told of the very day that was set is that decision: approved, the product may have got a new name. So is
-- one on the same disease that is recalled, without a time, not long after the day.
on_the_day_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date,
        1 as rank
    from guidance
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.window_start = guidance.window_end
            and guidance.first_order_date < happened_events.event_order_date
            and guidance.window_end <= happened_events.event_order_date
    where
        {{ is_awaited_decision('guidance', 'happened_events') }}
        and (
            guidance.window_end = happened_events.event_end
            or (
                starts_with(happened_events.event_key, 'recalled:undated')
                and happened_events.event_order_date - guidance.window_end <= {{ var('decision_recalled_most_days') }}
                and guidance.agency = happened_events.agency
                and {{ shares_indication('guidance.indication_key', 'happened_events.indication_key') }}
            )
        )
    qualify count(*) over (partition by guidance.telling_id) = 1

),

-- What was set for one day and is told of that day, without a name, is what was planned; so is a talk on the product
-- that is told of within days, where one of the two leaves out the phase.
set_day_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date,
        1 as rank
    from guidance
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.milestone_type = happened_events.milestone_type
            and happened_events.event_end
            between guidance.window_start and guidance.window_end + {{ var('talk_told_most_days') }}
            and guidance.first_order_date < happened_events.event_order_date
    where
        (
            (
                guidance.window_start = guidance.window_end
                and guidance.window_end = happened_events.event_end
                and happened_events.event_start = happened_events.event_end
                and starts_with(happened_events.subject_key, 'sentence:')
                and not starts_with(guidance.subject_key, 'sentence:')
            )
            or (
                guidance.is_talk
                and guidance.subject_key != happened_events.subject_key
                and guidance.about_product = happened_events.about_product
                and (guidance.about_phase is null or happened_events.about_phase is null)
                and guidance.about_trial is null
                and starts_with(happened_events.subject_key, 'product:')
            )
        )
        and guidance.theme != 'corporate'
        and guidance.detail_key is not distinct from happened_events.detail_key
        and coalesce(guidance.agency = happened_events.agency, true)
    qualify {{ fits_alone('guidance', 'happened_events') }}

),

-- A plan that names neither trial nor product, and is not of several, is of the only event of its sponsor and type in
-- its window, where no other plan like it fits.
nameless_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date,
        2 as rank
    from guidance
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.milestone_type = happened_events.milestone_type
            and {{ meets_in_time('guidance', 'happened_events') }}
    where
        starts_with(guidance.subject_key, 'sentence:')
        and not guidance.is_of_several
        and guidance.theme != 'corporate'
        and not guidance.is_talk
        and not happened_events.is_perhaps_older
        and guidance.window_end - guidance.window_start <= {{ var('nameless_plan_most_days') }}
        and coalesce(happened_events.event_end - happened_events.event_start, 0) <= {{ var('nameless_plan_most_days') }}
        and guidance.detail_key is not distinct from happened_events.detail_key
        and coalesce(guidance.agency = happened_events.agency, true)
        and coalesce(
            contains(guidance.about_phase, happened_events.about_phase)
            or contains(happened_events.about_phase, guidance.about_phase),
            true
        )
        and coalesce(guidance.indication_key = happened_events.indication_key, true)
    qualify {{ fits_alone('guidance', 'happened_events') }}

),

all_candidates as (

    select * from ending_candidates
    union all by name
    select * from unnamed_candidates
    union all by name
    select * from on_the_day_candidates
    union all by name
    select * from set_day_candidates
    union all by name
    select * from nameless_candidates

),

endings as (

    select
        telling_id,
        min_by(group_id, (rank, event_order_date, group_id, event_key)) as group_id,
        min_by(event_key, (rank, event_order_date, group_id, event_key)) as event_key
    from all_candidates
    group by telling_id

),

final as (

    select
        guidance.telling_id,
        guidance.group_id,
        guidance.scope_id,
        guidance.subject_key,
        guidance.milestone_type,
        guidance.theme,
        guidance.detail_key,
        guidance.agency,
        guidance.about_product,
        guidance.about_phase,
        guidance.indication_group,
        guidance.window_start,
        guidance.window_end,
        guidance.order_date,
        guidance.rank_key,
        guidance.nth_in_release,
        guidance.superseded_end,
        guidance.planned_anew_count,
        guidance.is_talk,
        guidance.is_of_several,
        guidance_groups.has_several,
        endings.group_id as ended_group_id,
        endings.event_key as ended_event_key
    from guidance
    inner join guidance_groups on guidance.group_id = guidance_groups.group_id
    left join endings on guidance.telling_id = endings.telling_id

)

select * from final
