-- Plans whose end nobody told, and that are awaited no more: of a trial that has dosed or enrolled its first patient,
-- the start lies behind; a decision date is past where the next review has its own.
with

statements as (

    select * from {{ ref('int_events__resolved') }}
    where is_trial and subject_key is not null

),

told_as_done as (

    select distinct event_id from statements
    where role != 'guidance'

),

plans as (

    select
        statements.event_id,
        statements.group_id,
        statements.scope_id,
        statements.subject_key,
        statements.milestone_type,
        min(statements.order_date) as first_order_date,
        max(statements.window_end) as last_window_end
    from statements
    anti join told_as_done on statements.event_id = told_as_done.event_id
    where statements.detail_key is distinct from 'resumed'
    group by all

),

first_patients as (

    select
        event_id,
        scope_id,
        subject_key,
        min(order_date) as order_date
    from statements
    where milestone_type in ('first_patient_dosed', 'first_patient_enrolled') and role != 'guidance'
    group by event_id, scope_id, subject_key

),

candidates as (

    select
        plans.event_id,
        first_patients.event_id as overtaken_by_event_id,
        first_patients.order_date
    from plans
    inner join first_patients
        on
            plans.scope_id = first_patients.scope_id
            and plans.subject_key = first_patients.subject_key
            and plans.first_order_date < first_patients.order_date
    where plans.milestone_type = 'trial_initiated'
    union all
    select
        plans.event_id,
        later.event_id as overtaken_by_event_id,
        later.first_order_date as order_date
    from plans
    inner join plans as later
        on
            plans.group_id = later.group_id
            and plans.event_id != later.event_id
            and plans.last_window_end < later.first_order_date
    where plans.milestone_type = 'regulatory_decision_date'

),

final as (

    select
        event_id,
        min_by(overtaken_by_event_id, (order_date, overtaken_by_event_id)) as overtaken_by_event_id
    from candidates
    group by event_id

)

select * from final
