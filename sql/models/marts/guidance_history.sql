with

plans as (

    select * from {{ ref('int_plans__compared') }}

),

events as (

    select * from {{ ref('trial_milestones') }}

),

captures as (

    select * from {{ ref('int_items__counted') }}

),

as_of as (

    select max(captured_at)::date as as_of_date from captures

),

-- When it happened, as far as told: the stated window, else not later than the day of telling.
outcomes as (

    select
        event_id,
        role,
        sponsor,
        coalesce(window_start, told_date) as happened_from,
        coalesce(window_end, told_date) as happened_until,
        first_observed_at as outcome_first_observed_at
    from events

),

final as (

    select
        plans.milestone_id,
        plans.event_id,
        plans.statement_number,
        plans.milestone_type,
        plans.detail,
        plans.agency,
        plans.sponsor_id,
        outcomes.sponsor,
        plans.trial_key,
        plans.trial_reason,
        plans.intervention,
        plans.indication,
        plans.phase,
        plans.told_date,
        plans.window_start,
        plans.window_end,
        plans.window_precision,
        plans.previous_window_start,
        plans.previous_window_end,
        plans.previous_window_precision,
        plans.slip_days,
        plans.change,
        case
            when plans.window_end is null then 'not_dated'
            when outcomes.role = 'guidance' and plans.window_end < as_of.as_of_date then 'overdue'
            when outcomes.role = 'guidance' then 'open'
            when outcomes.happened_from is null then 'happened_undated'
            when outcomes.happened_until < plans.window_start then 'met_early'
            when outcomes.happened_from > plans.window_end then 'missed'
            else 'met'
        end as outcome,
        if(outcomes.role = 'guidance', null, outcomes.happened_from) as happened_from,
        if(outcomes.role = 'guidance', null, outcomes.happened_until) as happened_until,
        if(outcomes.role = 'guidance', null, outcomes.outcome_first_observed_at) as outcome_first_observed_at,
        plans.sentence,
        plans.span_start,
        plans.span_end,
        plans.release_id,
        plans.url,
        plans.event_reason,
        plans.rule_id,
        plans.rules_version,
        plans.reader,
        plans.confidence,
        plans.first_observed_at
    from plans
    inner join outcomes on plans.event_id = outcomes.event_id
    cross join as_of

)

select * from final
order by told_date desc nulls last, milestone_id asc
