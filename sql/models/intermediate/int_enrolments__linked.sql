with

enrolments as (

    select * from {{ source('staging', 'enrolments') }}

),

releases as (

    select * from {{ ref('int_releases__attributed') }}

),

trial_mentions as (

    select * from {{ ref('int_trial_mentions__linked') }}

),

current as (

    select
        enrolments.release_id,
        enrolments.value_count,
        enrolments.kind,
        enrolments.sentence,
        enrolments.span_start,
        enrolments.span_end,
        releases.url,
        releases.told_date,
        releases.interventions,
        releases.first_observed_at,
        releases.cluster_id,
        releases.is_copy,
        releases.sponsor_id
    from enrolments
    inner join releases
        on
            enrolments.release_id = releases.release_id
            and enrolments.capture_id = releases.capture_id
            and enrolments.observed_date = releases.observed_date

),

named_in_sentence as (

    select
        current.release_id,
        current.span_start,
        min(trial_mentions.trial_key) as trial_key
    from current
    inner join trial_mentions
        on
            current.release_id = trial_mentions.release_id
            and trial_mentions.span_start between current.span_start and current.span_end - 1
    group by current.release_id, current.span_start
    having count(distinct trial_mentions.trial_key) = 1

),

only_trial_in_release as (

    select
        release_id,
        min(trial_key) as trial_key
    from trial_mentions
    group by release_id
    having count(distinct trial_key) = 1

),

final as (

    select
        current.*,
        coalesce(named_in_sentence.trial_key, only_trial_in_release.trial_key) as trial_key,
        case
            when named_in_sentence.trial_key is not null then 'named_in_sentence'
            when only_trial_in_release.trial_key is not null then 'only_trial_in_release'
        end as trial_reason
    from current
    left join named_in_sentence
        on
            current.release_id = named_in_sentence.release_id
            and current.span_start = named_in_sentence.span_start
    left join only_trial_in_release
        on
            if(len(current.interventions) <= 1, current.release_id, null) = only_trial_in_release.release_id

)

select * from final
