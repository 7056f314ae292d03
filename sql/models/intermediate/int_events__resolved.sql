with

statements as (

    select * from {{ ref('int_milestones__decided') }}
    where is_taken

),

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

),

happened as (

    select * from {{ ref('int_tellings__happened') }}

),

planned as (

    select * from {{ ref('int_tellings__planned') }}

),

resolved as (

    select
        telling_id,
        group_id,
        event_key,
        reason
    from happened
    union all
    select
        telling_id,
        group_id,
        event_key,
        reason
    from planned

),

-- The first telling of an event gives it its id.
events as (

    select
        resolved.group_id,
        resolved.event_key,
        min(tellings.rank_key)['milestone_id'] as event_id
    from resolved
    inner join tellings on resolved.telling_id = tellings.telling_id
    group by resolved.group_id, resolved.event_key

),

placed as (

    select
        resolved.telling_id,
        resolved.reason,
        tellings.rank_key['milestone_id'] as told_first_id,
        events.event_id
    from resolved
    inner join tellings on resolved.telling_id = tellings.telling_id
    inner join events on resolved.group_id = events.group_id and resolved.event_key = events.event_key

),

final as (

    select
        statements.milestone_id,
        statements.release_id,
        statements.cluster_id,
        statements.source_id,
        statements.telling_id,
        statements.group_id,
        statements.scope_id,
        statements.subject_key,
        statements.detail_key,
        statements.milestone_type,
        statements.role,
        statements.is_trial,
        statements.agency,
        statements.window_start,
        statements.window_end,
        statements.window_precision,
        statements.order_date,
        statements.release_number,
        statements.span_start,
        statements.first_observed_at,
        if(placed.told_first_id = statements.milestone_id, placed.reason, 'copy') as event_reason,
        placed.event_id
    from statements
    inner join placed on statements.telling_id = placed.telling_id

)

select * from final
