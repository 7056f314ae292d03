-- Each statement of a published release tells one event, waits for review or was refused, and the marts count them all.
with

statements as (

    select
        (select count(*) from {{ ref('int_milestones__read') }}) as stated_count,
        (select count(*) from {{ ref('int_events__resolved') }}) as resolved_count,
        (
            select count(*) from {{ ref('milestones_review') }}
            where decision is distinct from 'accept'
        ) as review_count,
        (select count(distinct event_id) from {{ ref('int_events__resolved') }}) as event_count,
        (select count(*) from {{ ref('trial_milestones') }}) as published_count,
        (select count(*) from {{ ref('int_plans__compared') }}) as planned_count,
        (
            select count(*) from {{ ref('guidance_history') }}
            where change not in ('met', 'met_early', 'missed', 'void', 'overdue')
        ) as history_count

)

select * from statements
where
    stated_count != resolved_count + review_count
    or event_count != published_count
    or planned_count != history_count
