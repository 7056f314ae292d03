with

statements as (

    select * from {{ ref('int_milestones__decided') }}

),

read as (

    select * from {{ ref('int_milestones__read') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

final as (

    select
        statements.milestone_id,
        statements.milestone_type,
        statements.role,
        statements.detail,
        statements.agency,
        releases.issuer,
        read.event_sponsor,
        read.event_sponsor_reason,
        read.trial_ids,
        statements.intervention,
        statements.indication,
        statements.phase,
        statements.window_start,
        statements.window_end,
        statements.window_precision,
        read.sentence,
        statements.span_start,
        statements.span_end,
        statements.release_id,
        read.url,
        read.rule_id,
        read.rules_version,
        read.reader,
        statements.confidence,
        statements.decision,
        statements.decision_reason,
        statements.decided_by,
        statements.decided_on,
        statements.decided_milestone_id,
        statements.first_observed_at
    from statements
    inner join read on statements.milestone_id = read.milestone_id
    inner join releases on statements.release_id = releases.release_id
    where statements.decision is not null or not statements.is_taken

)

select * from final
order by confidence desc, milestone_id asc
