-- What a person accepted is told, and what a person refused is told nowhere.
with

decisions as (

    select * from {{ ref('review_decisions') }}
    where status = 'applied'

),

told as (

    select milestone_id from {{ ref('int_events__resolved') }}

)

select
    decisions.milestone_id,
    decisions.decision
from decisions
left join told on decisions.milestone_id = told.milestone_id
where (decisions.decision = 'accept') != (told.milestone_id is not null)
