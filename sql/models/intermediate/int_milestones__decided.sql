with

statements as (

    select * from {{ ref('int_milestones__grouped') }}

),

decisions as (

    select * from {{ source('staging', 'review_decisions') }}

),

-- What a person said of a statement holds for its copies; where two copies were judged apart, refusal wins.
told_decisions as (

    select
        statements.telling_id,
        decisions.milestone_id as decided_milestone_id,
        decisions.decision::varchar as decision,
        decisions.reason as decision_reason,
        decisions.decided_by,
        decisions.decided_on
    from decisions
    inner join statements on decisions.milestone_id = statements.milestone_id

),

ranked as (

    select
        statements.milestone_id,
        told_decisions.decided_milestone_id,
        told_decisions.decision,
        told_decisions.decision_reason,
        told_decisions.decided_by,
        told_decisions.decided_on,
        row_number() over (
            partition by statements.milestone_id
            order by
                statements.milestone_id = told_decisions.decided_milestone_id desc,
                told_decisions.decision desc,
                told_decisions.decided_milestone_id asc
        ) as choice_number
    from statements
    inner join told_decisions on statements.telling_id = told_decisions.telling_id

),

final as (

    select
        statements.*,
        ranked.decided_milestone_id,
        ranked.decision,
        ranked.decision_reason,
        ranked.decided_by,
        ranked.decided_on,
        coalesce(ranked.decision = 'accept', statements.confidence >= {{ var('least_confidence') }}) as is_taken
    from statements
    left join ranked on statements.milestone_id = ranked.milestone_id and ranked.choice_number = 1

)

select * from final
