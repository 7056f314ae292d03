with

trial_mentions as (

    select * from {{ source('staging', 'trial_mentions') }}

),

milestones as (

    select * from {{ source('staging', 'milestones') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

studies as (

    select * from {{ source('staging', 'studies') }}

),

corrections as (

    select * from {{ ref('int_corrections__folded') }}
    where entity = 'trial'

),

written as (

    select trial_id from trial_mentions
    where trial_id is not null
    union
    select unnest(trial_ids) as trial_id
    from milestones
    union
    select trial_id from studies

),

ids as (

    select distinct upper(trial_id) as trial_id from written

),

numbered as (

    select
        trial_id,
        regexp_replace(trial_id, '\D', '', 'g') as digits
    from ids

),

-- What forms and templates put where an id is to come: no number, a digit over and over, a run of digits.
judged as (

    select
        trial_id,
        case
            when length(digits) < 4 then 'no_number'
            when digits = repeat(digits[1], length(digits)) then 'one_digit'
            when
                contains('012345678901234567890', digits) or contains('098765432109876543210', digits)
                then 'run_of_digits'
            when starts_with(trial_id, 'NCT') and not regexp_full_match(trial_id, 'NCT\d{8}') then 'not_eight_digits'
        end as set_aside_reason
    from numbered

),

mentions as (

    select distinct
        release_id,
        capture_id,
        upper(trial_id) as trial_id,
        starts_with(upper(trial_id), 'NCT') as is_nct,
        span_start,
        span_end
    from trial_mentions
    where trial_id is not null

),

-- `NCT…; EudraCT …`: ids of two registries side by side are one trial, unless a person says otherwise.
neighbours as (

    select
        other.trial_id,
        nct.trial_id as nct_id,
        nct.release_id,
        releases.order_date,
        releases.first_observed_at
    from mentions as other
    inner join mentions as nct
        on
            other.release_id = nct.release_id
            and other.capture_id = nct.capture_id
            and not other.is_nct
            and nct.is_nct
            and (
                nct.span_start - other.span_end between 0 and 25
                or other.span_start - nct.span_end between 0 and 25
            )
    inner join judged on nct.trial_id = judged.trial_id
    inner join releases on nct.release_id = releases.release_id
    anti join corrections
        on other.trial_id = corrections.name_key and list_contains(corrections.apart_from, nct.trial_id)
    where judged.set_aside_reason is null

),

-- Only where every text pairs them alike.
pairs as (

    select
        trial_id,
        min(nct_id) as trial_key,
        min_by(release_id, (order_date, release_id)) as release_id,
        min(first_observed_at) as first_observed_at
    from neighbours
    group by trial_id
    having count(distinct nct_id) = 1

),

-- Of the ids that a person called the same, the first one stands for the trial: an NCT id, if there is one.
decided_ids as (

    select
        corrections.name_key as trial_id,
        first_value(corrections.name_key) over (
            partition by corrections.scope_id, corrections.class_key
            order by not starts_with(corrections.name_key, 'NCT'), corrections.name_key
        ) as trial_key
    from corrections
    inner join judged on corrections.name_key = judged.trial_id
    where judged.set_aside_reason is null

),

decided as (

    select
        trial_id,
        min(trial_key) as trial_key
    from decided_ids
    group by trial_id

),

final as (

    select
        judged.trial_id,
        case
            when judged.set_aside_reason is null
                then coalesce(decided.trial_key, pairs.trial_key, judged.trial_id)
        end as trial_key,
        case
            when judged.set_aside_reason is not null then 'placeholder_id'
            when coalesce(decided.trial_key, pairs.trial_key, judged.trial_id) = judged.trial_id then 'registry_id'
            when decided.trial_key is not null then 'correction'
            else 'registry_ids_side_by_side'
        end as trial_reason,
        pairs.release_id as pair_release_id,
        pairs.first_observed_at as pair_first_observed_at
    from judged
    left join pairs on judged.trial_id = pairs.trial_id
    left join decided on coalesce(pairs.trial_key, judged.trial_id) = decided.trial_id

)

select * from final
