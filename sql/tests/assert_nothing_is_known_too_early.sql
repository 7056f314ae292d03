-- No row is known before the release of its sentence was first seen, and nothing is seen last before it is seen first.
with

releases as (

    select * from {{ ref('releases') }}

),

facts as (

    select
        event_id,
        release_id,
        first_observed_at,
        last_observed_at
    from {{ ref('trial_milestones') }}
    union all
    select
        event_id,
        release_id,
        first_observed_at,
        first_observed_at as last_observed_at
    from {{ ref('guidance_history') }}

)

select facts.*
from facts
inner join releases on facts.release_id = releases.release_id
where
    facts.first_observed_at < releases.first_observed_at
    or facts.last_observed_at < facts.first_observed_at
