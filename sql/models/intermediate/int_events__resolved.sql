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

conferences as (

    select * from {{ ref('int_conferences__joined') }}

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

settled as (

    select
        resolved.telling_id,
        resolved.reason,
        coalesce(conferences.group_id, resolved.group_id) as group_id,
        coalesce(conferences.event_key, resolved.event_key) as event_key
    from resolved
    left join conferences on resolved.telling_id = conferences.telling_id

),

-- The first telling of an event gives it its id.
events as (

    select
        settled.group_id,
        settled.event_key,
        min(tellings.rank_key)['milestone_id'] as event_id
    from settled
    inner join tellings on settled.telling_id = tellings.telling_id
    group by settled.group_id, settled.event_key

),

placed as (

    select
        settled.telling_id,
        settled.reason,
        tellings.rank_key['milestone_id'] as told_first_id,
        events.event_id
    from settled
    inner join tellings on settled.telling_id = tellings.telling_id
    inner join events on settled.group_id = events.group_id and settled.event_key = events.event_key

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
