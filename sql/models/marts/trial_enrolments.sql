with

enrolments as (

    select * from {{ ref('int_enrolments__linked') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

final as (

    select
        enrolments.release_id,
        enrolments.kind,
        enrolments.value_count,
        enrolments.sponsor_id,
        sponsors.name as sponsor,
        enrolments.trial_key,
        enrolments.trial_reason,
        enrolments.told_date,
        enrolments.sentence,
        enrolments.span_start,
        enrolments.span_end,
        enrolments.url,
        enrolments.cluster_id,
        enrolments.is_copy,
        enrolments.first_observed_at
    from enrolments
    left join sponsors on enrolments.sponsor_id = sponsors.sponsor_id

)

select * from final
order by told_date desc nulls last, release_id asc, kind asc, value_count asc
