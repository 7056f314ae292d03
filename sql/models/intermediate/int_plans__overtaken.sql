-- Plans whose end nobody told, and that are awaited no more: of a trial that has dosed or enrolled its first patient,
-- the start lies behind; a decision date is past where the next review has its own; what was accepted for review or
-- decided on was submitted.
with

statements as (

    select * from {{ ref('int_events__resolved') }}
    where is_trial and subject_key is not null

),

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

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
        statements.detail_key,
        min(statements.agency) as agency,
        min(statements.order_date) as first_order_date,
        max(statements.order_date) as last_order_date,
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

filings as (

    select
        plans.*,
        min(tellings.indication_key) as indication_key
    from plans
    inner join statements on plans.event_id = statements.event_id
    inner join tellings on statements.telling_id = tellings.telling_id
    where
        plans.milestone_type in ('application_submitted', 'application_accepted')
        and plans.detail_key is null
    group by all

),

-- What follows a filing. Recalled, without a time, it may be older than any plan, unless it is told as recent.
steps_of_reviews as (

    select
        statements.event_id,
        statements.scope_id,
        statements.subject_key,
        statements.milestone_type,
        statements.detail_key,
        min(replace(statements.agency, 'EMA', 'EC')) as agency,
        min(tellings.indication_key) as indication_key,
        min(statements.order_date) as order_date,
        min(
            case
                when statements.window_start is not null then statements.window_start
                when statements.role = 'announced' or regexp_matches(tellings.sentence_key, '\brecent(ly)?\b')
                    then statements.order_date
            end
        ) as happened_from,
        min(coalesce(statements.window_end, statements.order_date)) as happened_until
    from statements
    inner join tellings on statements.telling_id = tellings.telling_id
    where
        statements.milestone_type in ('application_accepted', 'approval', 'application_rejected')
        and statements.role != 'guidance'
    group by
        statements.event_id, statements.scope_id, statements.subject_key, statements.milestone_type,
        statements.detail_key

),

-- What had been approved before is to be filed for a further use: which use the next approval is of, nobody can tell.
approved_before as (

    select filings.event_id
    from filings
    inner join steps_of_reviews as approvals
        on
            filings.scope_id = approvals.scope_id
            and filings.subject_key = approvals.subject_key
            and filings.first_order_date >= approvals.happened_until
    where approvals.milestone_type = 'approval'

),

filed as (

    select
        filings.event_id,
        steps_of_reviews.event_id as overtaken_by_event_id,
        steps_of_reviews.order_date
    from filings
    inner join steps_of_reviews
        on
            filings.scope_id = steps_of_reviews.scope_id
            and filings.subject_key = steps_of_reviews.subject_key
            and replace(filings.agency, 'EMA', 'EC') = steps_of_reviews.agency
            and filings.first_order_date < steps_of_reviews.happened_from
            and filings.last_order_date < steps_of_reviews.order_date
            and filings.milestone_type != steps_of_reviews.milestone_type
    anti join approved_before on filings.event_id = approved_before.event_id
    where
        coalesce(steps_of_reviews.detail_key, 'full') = 'full'
        and not {{ are_two_indications('filings.indication_key', 'steps_of_reviews.indication_key') }}
        and (
            filings.last_window_end is not null
            or steps_of_reviews.order_date - filings.last_order_date <= {{ var('undated_plan_most_days') }}
        )

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
    union all
    select * from filed

),

final as (

    select
        event_id,
        min_by(overtaken_by_event_id, (order_date, overtaken_by_event_id)) as overtaken_by_event_id
    from candidates
    group by event_id

)

select * from final
