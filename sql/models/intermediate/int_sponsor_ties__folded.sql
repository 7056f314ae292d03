with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

ties as (

    select * from {{ source('staging', 'name_ties') }}

),

final as (

    select
        ties.tie_id,
        ties.name,
        ties.reason,
        {{ fold_sponsor('trim(ties.name)') }} as name_key,
        {{ fold_sponsor('trim(ties.other_name)') }} as other_key,
        ties.sentence,
        releases.release_id,
        releases.first_observed_at,
        {{ fold_sponsor('trim(releases.issuer)') }} as issuer_key
    from ties
    inner join releases on ties.release_id = releases.release_id and ties.capture_id = releases.capture_id
    where ties.entity = 'sponsor'

)

select * from final
