-- Every fact shows its sentence, at its place in the text that is published with it.
with

releases as (

    select * from {{ ref('releases') }}

),

facts as (

    select
        milestone_id,
        release_id,
        sentence,
        span_start,
        span_end
    from {{ ref('trial_milestones') }}
    union all
    select
        milestone_id,
        release_id,
        sentence,
        span_start,
        span_end
    from {{ ref('guidance_history') }}
    union all
    select
        milestone_id,
        release_id,
        sentence,
        span_start,
        span_end
    from {{ ref('catalyst_calendar') }}
    union all
    select
        milestone_id,
        release_id,
        sentence,
        span_start,
        span_end
    from {{ ref('milestones_review') }}
    union all
    select
        null as milestone_id,
        release_id,
        sentence,
        span_start,
        span_end
    from {{ ref('trial_enrolments') }}
    union all
    select
        null as milestone_id,
        release_id,
        sentence,
        span_start,
        span_end
    from {{ ref('registry_gaps') }}

)

select facts.*
from facts
left join releases on facts.release_id = releases.release_id
where
    releases.release_id is null
    or facts.span_end > length(releases.text)
    or facts.sentence != substring(releases.text, facts.span_start + 1, facts.span_end - facts.span_start)
