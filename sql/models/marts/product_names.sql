with

names as (

    select * from {{ ref('int_products__folded') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

-- The spelling of a key that was told first.
keys as (

    select
        product_id,
        name_key,
        min_by(name, (first_told_date, name)) as name
    from names
    group by product_id, name_key

),

final as (

    select
        names.product_id,
        names.name,
        names.name_kind,
        names.product_reason,
        keys.name as tied_to,
        names.release_id,
        releases.url,
        names.sentence,
        names.sponsor_id,
        sponsors.name as sponsor,
        names.release_count,
        names.first_told_date,
        names.last_told_date,
        names.first_observed_at
    from names
    left join keys on names.product_id = keys.product_id and names.tied_to_key = keys.name_key
    left join sponsors on names.sponsor_id = sponsors.sponsor_id
    left join releases on names.release_id = releases.release_id

)

select * from final
order by product_id asc, release_count desc, name asc
