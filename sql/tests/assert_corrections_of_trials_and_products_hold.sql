-- What a person called the same has one key, and what a person set apart has two, wherever the data have both names.
with

corrections as (

    select * from {{ ref('int_corrections__folded') }}

),

products as (

    select distinct
        'product' as entity,
        scope_id,
        name_key,
        product_id as thing_key
    from {{ ref('int_products__folded') }}

),

trials as (

    select distinct
        'trial' as entity,
        sponsor_id as scope_id,
        {{ fold_trial('name') }} as name_key,
        trial_key as thing_key
    from {{ ref('trial_names') }}
    where trial_key is not null

),

things as (

    select * from products
    union all
    select * from trials

),

-- A registry id is of no sponsor, and of all.
named as (

    select
        corrections.entity,
        corrections.name_key,
        corrections.scope_id,
        corrections.class_key,
        corrections.has_same,
        corrections.apart_from,
        things.scope_id as thing_scope_id,
        things.thing_key
    from corrections
    inner join things
        on
            corrections.entity = things.entity
            and corrections.name_key = things.name_key
            and coalesce(corrections.scope_id = things.scope_id, true)

),

final as (

    select
        one.entity,
        one.name_key,
        other_names.name_key as other_key,
        if(one.class_key = other_names.class_key, 'not one', 'not apart') as fault
    from named as one
    inner join named as other_names
        on
            one.entity = other_names.entity
            and one.scope_id is not distinct from other_names.scope_id
            and coalesce(one.thing_scope_id = other_names.thing_scope_id, true)
    where
        (one.has_same and one.class_key = other_names.class_key and one.thing_key != other_names.thing_key)
        or (list_contains(one.apart_from, other_names.name_key) and one.thing_key = other_names.thing_key)

)

select * from final
