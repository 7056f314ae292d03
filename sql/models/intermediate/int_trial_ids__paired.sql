with

trial_mentions as (

    select * from {{ source('staging', 'trial_mentions') }}

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

-- `NCT…; EudraCT …`: ids of two registries side by side are one trial.
neighbours as (

    select
        other.trial_id,
        nct.trial_id as nct_id
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

),

-- Only where every text pairs them alike.
final as (

    select
        trial_id,
        min(nct_id) as trial_key
    from neighbours
    group by trial_id
    having count(distinct nct_id) = 1

)

select * from final
