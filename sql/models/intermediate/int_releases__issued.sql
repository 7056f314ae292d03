-- Under whose name a release counts: its issuer's, or that of the company which its issuer covers.
with

releases as (

    select
        release_id,
        capture_id,
        trim(issuer) as issuer,
        tickers,
        first_observed_at
    from {{ ref('int_releases__deduplicated') }}

),

ties as (

    select * from {{ source('staging', 'name_ties') }}
    where entity = 'sponsor' and reason = 'covered_by'

),

covered as (

    select
        releases.release_id,
        min(trim(ties.name)) as spelling
    from ties
    inner join releases on ties.release_id = releases.release_id and ties.capture_id = releases.capture_id
    group by releases.release_id

),

final as (

    select
        releases.release_id,
        coalesce(covered.spelling, nullif(releases.issuer, '')) as spelling,
        covered.spelling is not null as is_covered,
        releases.tickers,
        releases.first_observed_at
    from releases
    left join covered on releases.release_id = covered.release_id

)

select * from final
