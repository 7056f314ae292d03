with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

ties as (

    select * from {{ source('staging', 'name_ties') }}

),

spellings as (

    select * from {{ ref('int_sponsors__folded') }}

),

told as (

    select
        child.sponsor_id,
        parent.canonical_key as parent_key,
        parent.sponsor_id as parent_sponsor_id,
        trim(ties.other_name) as parent_name,
        ties.sentence,
        releases.release_id,
        releases.order_date
    from ties
    inner join releases on ties.release_id = releases.release_id and ties.capture_id = releases.capture_id
    inner join spellings as child on trim(ties.name) = child.issuer
    inner join spellings as parent on trim(ties.other_name) = parent.issuer
    where
        ties.entity = 'sponsor'
        and ties.reason = 'subsidiary_of'
        and child.sponsor_id is not null
        and child.canonical_key != parent.canonical_key

),

parents as (

    select
        sponsor_id,
        parent_key,
        any_value(parent_sponsor_id) as parent_sponsor_id,
        -- The parent of the newest release: a subsidiary may have been sold.
        max(order_date) as last_told_date,
        max_by(parent_name, (order_date, release_id, parent_name)) as parent_name,
        max_by(sentence, (order_date, release_id, sentence)) as sentence,
        max_by(release_id, (order_date, release_id)) as release_id
    from told
    group by sponsor_id, parent_key

),

ranked as (

    select
        *,
        row_number() over (
            partition by sponsor_id
            order by last_told_date desc, parent_sponsor_id is null, release_id desc, parent_key asc
        ) as nth
    from parents

),

final as (

    select
        sponsor_id,
        parent_sponsor_id,
        parent_name,
        sentence,
        release_id
    from ranked
    where nth = 1

)

select * from final
