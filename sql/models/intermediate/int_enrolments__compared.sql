with

enrolments as (

    select * from {{ ref('int_enrolments__linked') }}

),

records as (

    select * from {{ ref('int_registry_records__dated') }}

),

told as (

    select
        enrolments.*,
        records.enrolment_count as registered_count,
        records.enrolment_kind as registered_kind,
        -- `about 120`: what is said with a rounding word differs only beyond a tenth.
        regexp_matches(
            replace(lower(enrolments.sentence), ',', ''),
            '(?:\b(?:approximately|about|around|roughly|nearly|almost|some)|~) ?' || enrolments.value_count || '\b'
        ) as is_rounded
    from enrolments
    inner join records on enrolments.trial_key = records.trial_id
    where records.enrolment_count is not null

),

-- Plans against plans. A number reached is held only against one it is beyond, as more may be enrolled later.
compared as (

    select
        *,
        value_count - registered_count as apart_count,
        case
            when kind = 'target' and registered_kind = 'ESTIMATED'
                then if(abs(apart_count) > if(is_rounded, registered_count * 0.1, 0), 'other_target', 'none')
            when kind = 'actual' then if(apart_count > 0 and not is_rounded, 'more_enrolled_than_registered', 'none')
            when kind = 'maximum' then if(apart_count < 0, 'more_registered_than_the_maximum', 'none')
        end as reason
    from told

),

-- The latest release speaks; where it gives several numbers, one that agrees is enough.
ranked as (

    select
        *,
        rank() over (
            partition by trial_key, kind
            order by told_date desc nulls last, first_observed_at desc, release_id asc
        ) as nth_latest
    from compared
    where reason is not null

),

final as (

    select
        * exclude (is_rounded, reason, nth_latest),
        if(
            nth_latest = 1 and bool_and(reason != 'none') over (partition by trial_key, kind, nth_latest = 1),
            reason,
            null
        ) as gap_reason
    from ranked

)

select * from final
