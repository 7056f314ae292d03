with

decisions as (

    select * from {{ source('staging', 'review_decisions') }}

),

statements as (

    select * from {{ ref('int_milestones__read') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

final as (

    select
        decisions.milestone_id,
        case
            when statements.milestone_id is not null then 'applied'
            when releases.release_id is not null then 'statement_gone'
            else 'release_not_here'
        end as status,
        decisions.decision::varchar as decision,
        decisions.reason as decision_reason,
        decisions.decided_by,
        decisions.decided_on,
        decisions.milestone_type::varchar as milestone_type,
        decisions.role::varchar as role,
        decisions.release_id,
        releases.url,
        releases.title as release_title
    from decisions
    left join statements on decisions.milestone_id = statements.milestone_id
    left join releases on decisions.release_id = releases.release_id

)

select * from final
