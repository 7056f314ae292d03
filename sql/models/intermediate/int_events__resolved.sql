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

final as (

    select
        statements.*,
        if(tellings.rank_key.milestone_id = statements.milestone_id, resolved.reason, 'copy') as event_reason,
        first_value(statements.milestone_id) over (
            partition by resolved.group_id, resolved.event_key
            order by statements.order_date, statements.release_number, statements.span_start, statements.milestone_id
        ) as event_id
    from statements
    inner join tellings on statements.telling_id = tellings.telling_id
    inner join resolved on statements.telling_id = resolved.telling_id

)

select * from final
