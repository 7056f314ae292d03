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
        happened.event_end,
        min(tellings.scope_id) as scope_id,
        min(tellings.subject_key) as subject_key,
        min(tellings.milestone_type) as milestone_type,
        min(tellings.agency) as agency,
        min(tellings.indication_key) as indication_key
    from happened
    inner join tellings on happened.telling_id = tellings.telling_id
    group by happened.group_id, happened.event_key, happened.event_order_date, happened.event_end

),

guidance as (

    select
        tellings.*,
        superseded.superseded_end,
        -- Two windows in one release are two events: no later statement may then be taken for a shift of either.
        count(*) filter (where not coalesce(superseded.is_withdrawn, false)) over (
            partition by tellings.group_id, tellings.release_number
        ) as told_together_count
    from tellings
    left join superseded on tellings.rank_key.milestone_id = superseded.milestone_id
    where tellings.role = 'guidance'

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

-- A plan ends in the first event told after it; where several plans run side by side, only the window tells whose it
-- is. A decision date ends in the decision; a readout that nobody tells, in the talk that shows the data in its window.
ending_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date,
        guidance.milestone_type in ('interim_readout', 'topline_readout')
        and happened_events.milestone_type = 'data_presented' as is_presented
    from guidance
    inner join guidance_groups on guidance.group_id = guidance_groups.group_id
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.subject_key = happened_events.subject_key
            and guidance.order_date < happened_events.event_order_date
            and guidance.order_date <= happened_events.event_end
    left join partial_events
        on
            happened_events.group_id = partial_events.group_id
            and happened_events.event_key = partial_events.event_key
    where
        (
            partial_events.event_key is null
            and guidance.group_id = happened_events.group_id
            and (
                not (
                    guidance_groups.has_several
                    -- Data are shown again and again: a talk after the planned one is another.
                    or (guidance.milestone_type = 'data_presented' and guidance.window_end is not null)
                )
                or happened_events.event_end between guidance.window_start and guidance.window_end
            )
        )
        or (
            guidance.milestone_type = 'regulatory_decision_date'
            and happened_events.milestone_type in ('approval', 'application_rejected')
            and coalesce(guidance.agency = happened_events.agency, true)
            and coalesce(guidance.indication_key = happened_events.indication_key, true)
        )
        or (
            guidance.milestone_type in ('interim_readout', 'topline_readout')
            and happened_events.milestone_type = 'data_presented'
            and happened_events.event_end between guidance.window_start and guidance.window_end
        )

),

-- `The MAA was submitted`: an event that names no agency is what was planned with the only agency whose plan it fits.
unnamed_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date
    from guidance
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.subject_key = happened_events.subject_key
            and guidance.milestone_type = happened_events.milestone_type
            and guidance.order_date < happened_events.event_order_date
            and happened_events.event_end between guidance.window_start and guidance.window_end
    where
        guidance.milestone_type in ('ind_submitted', 'application_submitted', 'application_accepted')
        and guidance.agency is not null
        and happened_events.agency is null
    qualify
        min(guidance.agency) over (partition by happened_events.group_id, happened_events.event_key)
        = max(guidance.agency) over (partition by happened_events.group_id, happened_events.event_key)

),

all_candidates as (

    select
        *,
        is_presented::integer as rank
    from ending_candidates
    union all by name
    select
        *,
        1 as rank
    from unnamed_candidates

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
        coalesce(endings.group_id, guidance.group_id) as group_id,
        case
            when endings.event_key is not null then endings.event_key
            when guidance.subject_key is null then 'told:' || guidance.telling_id
            when guidance_groups.has_several
                then
                    'planned:'
                    || coalesce(coalesce(guidance.window_end, guidance.superseded_end)::varchar, 'open')
                    || '/' || guidance.nth_in_release
            else 'planned'
        end as event_key,
        if(endings.event_key is null, 'planned', 'planned_before') as reason
    from guidance
    inner join guidance_groups on guidance.group_id = guidance_groups.group_id
    left join endings on guidance.telling_id = endings.telling_id

)

select * from final
