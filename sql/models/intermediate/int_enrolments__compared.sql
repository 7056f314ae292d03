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
        -- The number as a mark, so that patterns are constant: one made of a number is compiled anew for each row.
        replace(translate(lower(enrolments.sentence), ',#', ''), enrolments.value_count::varchar, '#') as words
    from enrolments
    inner join records on enrolments.trial_key = records.trial_key
    where records.enrolment_count is not null

),

-- How exactly the number is said: `about 120`, `at least 120`, `100 to 120`; `from 94 to 128` is a raise.
worded as (

    select
        *,
        regexp_matches(
            words,
            '(?:\b(?:approximately|approx|about|around|roughly|nearly|almost|some)|~|≈) ?#(?:[^\w#]|$)'
        ) as is_rounded,
        regexp_matches(
            words, '(?:\b(?:at least|more than|over|a minimum of|in excess of)|>|≥) ?#(?:[^\w#]|$)'
        ) as is_least,
        if(
            regexp_matches(words, '\bfrom \d{1,7} (?:\w{1,12} )?to #(?:[^\w#]|$)'),
            null,
            try_cast(
                regexp_extract(words, '\b(\d{1,7})(?: to | ?[-–] ?| and )#(?:[^\w#]|$)', 1) as bigint
            )
        ) as range_start
    from told
    -- A number over several trials is of none of them, and what comes to others is not the whole.
    where
        not regexp_matches(
            words,
            '\b(?:trials|studies)\b'
            || '|\b(?:additional|another|further) (?:approximately |about |up to )?#(?:[^\w#]|$)'
        )

),

-- The numbers that agree with what is said; a rounded one, and a plan that was reached, with a tenth around it.
bounded as (

    select
        *,
        registered_count * 0.1 as tenth,
        coalesce(range_start, value_count) - if(is_rounded, tenth, 0) as least_count,
        case
            when is_least then 'infinity'::double
            else value_count + if(is_rounded, tenth, 0)
        end as most_count
    from worded

),

-- Plans against plans. A number reached is held only against one it is beyond, as more may be enrolled later.
compared as (

    select
        * exclude (words, is_rounded, is_least, range_start, tenth, least_count, most_count),
        value_count - registered_count as apart_count,
        case
            when kind = 'target' and registered_kind = 'ESTIMATED'
                then if(registered_count between least_count and most_count, 'none', 'other_target')
            when kind = 'actual'
                then
                    if(
                        least_count > registered_count + if(registered_kind = 'ESTIMATED', tenth, 0),
                        'more_enrolled_than_registered',
                        'none'
                    )
            when kind = 'maximum' then if(registered_count > most_count, 'more_registered_than_the_maximum', 'none')
        end as reason
    from bounded

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
        * exclude (reason, nth_latest),
        if(
            nth_latest = 1 and bool_and(reason != 'none') over (partition by trial_key, kind, nth_latest = 1),
            reason,
            null
        ) as gap_reason
    from ranked

)

select * from final
