-- Without what only a reader of the marts asks for: they take it from int_milestones__read.
with

statements as (

    select
        * exclude (
            agency,
            trial_ids,
            written_trial_ids,
            event_sponsor,
            event_sponsor_reason,
            section,
            sentence,
            url,
            rule_id,
            rules_version,
            reader
        )
    from {{ ref('int_milestones__read') }}

),

linked as (

    select * from {{ ref('int_milestones__linked') }}

),

completed as (

    select * from {{ ref('int_milestones__completed') }}

),

grouped as (

    select * from {{ ref('int_milestones__grouped') }}

),

decisions as (

    select * from {{ source('staging', 'review_decisions') }}

),

-- What a person said of a statement holds for its copies; where two copies were judged apart, refusal wins.
told_decisions as (

    select
        grouped.telling_id,
        decisions.milestone_id as decided_milestone_id,
        decisions.decision::varchar as decision,
        decisions.reason as decision_reason,
        decisions.decided_by,
        decisions.decided_on
    from decisions
    inner join grouped on decisions.milestone_id = grouped.milestone_id

),

ranked as (

    select
        grouped.milestone_id,
        told_decisions.decided_milestone_id,
        told_decisions.decision,
        told_decisions.decision_reason,
        told_decisions.decided_by,
        told_decisions.decided_on,
        row_number() over (
            partition by grouped.milestone_id
            order by
                grouped.milestone_id = told_decisions.decided_milestone_id desc,
                told_decisions.decision desc,
                told_decisions.decided_milestone_id asc
        ) as choice_number
    from grouped
    inner join told_decisions on grouped.telling_id = told_decisions.telling_id

),

final as (

    select
        statements.*,
        linked.trial_key,
        linked.trial_reason,
        completed.scope_id,
        completed.detail_key,
        completed.about_product,
        completed.about_trial,
        completed.about_phase,
        grouped.subject_key,
        grouped.agency,
        grouped.indication_group,
        grouped.group_id,
        grouped.nth_in_release,
        grouped.telling_id,
        ranked.decided_milestone_id,
        ranked.decision,
        ranked.decision_reason,
        ranked.decided_by,
        ranked.decided_on,
        coalesce(ranked.decision = 'accept', statements.confidence >= {{ var('least_confidence') }}) as is_taken
    from statements
    inner join linked on statements.milestone_id = linked.milestone_id
    inner join completed on statements.milestone_id = completed.milestone_id
    inner join grouped on statements.milestone_id = grouped.milestone_id
    left join ranked on statements.milestone_id = ranked.milestone_id and ranked.choice_number = 1

)

select * from final
