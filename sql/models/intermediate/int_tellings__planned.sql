with

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

),

happened as (

    select * from {{ ref('int_tellings__happened') }}

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
        *,
        -- Two windows in one release are two events: no later statement may then be taken for a shift of either.
        count(*) over (partition by group_id, release_number) as told_together_count
    from tellings
    where role = 'guidance'

),

guidance_groups as (

    select
        group_id,
        max(told_together_count) > 1 as has_several
    from guidance
    group by group_id

),

-- A plan ends in the first event told after it; where several plans run side by side, only the window tells whose it
-- is. A decision date ends in the decision.
ending_candidates as (

    select
        guidance.telling_id,
        happened_events.group_id,
        happened_events.event_key,
        happened_events.event_order_date
    from guidance
    inner join guidance_groups on guidance.group_id = guidance_groups.group_id
    inner join happened_events
        on
            guidance.scope_id = happened_events.scope_id
            and guidance.subject_key = happened_events.subject_key
            and guidance.order_date < happened_events.event_order_date
            and guidance.order_date <= happened_events.event_end
    where
        (
            guidance.group_id = happened_events.group_id
            and (
                not guidance_groups.has_several
                or happened_events.event_end between guidance.window_start and guidance.window_end
            )
        )
        or (
            guidance.milestone_type = 'regulatory_decision_date'
            and happened_events.milestone_type in ('approval', 'application_rejected')
            and coalesce(guidance.agency = happened_events.agency, true)
            and coalesce(guidance.indication_key = happened_events.indication_key, true)
        )

),

endings as (

    select
        telling_id,
        min_by(group_id, (event_order_date, group_id, event_key)) as group_id,
        min_by(event_key, (event_order_date, group_id, event_key)) as event_key
    from ending_candidates
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
                    'planned:' || coalesce(guidance.window_end::varchar, 'open')
                    || '/' || guidance.nth_in_release
            else 'planned'
        end as event_key,
        if(endings.event_key is null, 'planned', 'planned_before') as reason
    from guidance
    inner join guidance_groups on guidance.group_id = guidance_groups.group_id
    left join endings on guidance.telling_id = endings.telling_id

)

select * from final
