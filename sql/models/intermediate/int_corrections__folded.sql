with recursive

corrections as (

    select * from {{ ref('identity_corrections') }}
    where entity in ('product', 'trial')

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

sponsor_keys as (

    select distinct
        name_key,
        sponsor_id
    from sponsors

),

-- A row without a sponsor holds for all of them.
folded as (

    select
        corrections.entity,
        corrections.action,
        case
            when corrections.entity = 'product' then {{ fold_product('corrections.name') }}
            else {{ fold_trial('corrections.name') }}
        end as name_key,
        case
            when corrections.entity = 'product' then {{ fold_product('corrections.other_name') }}
            else {{ fold_trial('corrections.other_name') }}
        end as other_key,
        case when trim(corrections.sponsor) != '' then coalesce(sponsor_keys.sponsor_id, 'unknown') end as scope_id
    from corrections
    left join sponsor_keys on {{ fold_sponsor('trim(corrections.sponsor)') }} = sponsor_keys.name_key

),

pairs as (

    select
        entity,
        action,
        scope_id,
        name_key,
        other_key
    from folded
    union
    select
        entity,
        action,
        scope_id,
        other_key as name_key,
        name_key as other_key
    from folded

),

names as (

    select
        entity,
        scope_id,
        name_key,
        row_number() over (order by entity, scope_id, name_key) as name_number
    from pairs
    group by entity, scope_id, name_key

),

same as (

    select
        names.name_number,
        other_names.name_number as other_number
    from pairs
    inner join names
        on
            pairs.entity = names.entity
            and pairs.scope_id is not distinct from names.scope_id
            and pairs.name_key = names.name_key
    inner join names as other_names
        on
            pairs.entity = other_names.entity
            and pairs.scope_id is not distinct from other_names.scope_id
            and pairs.other_key = other_names.name_key
    where pairs.action = 'same'

),

-- Connected components: each name passes its label on for as long as that lowers a neighbour's.
labels (name_number, label) {{ using_key('name_number') }} as (

    select
        name_number,
        name_number as label
    from names
    union
    select
        same.other_number as name_number,
        min(labels.label) as label
    from labels
    inner join same on labels.name_number = same.name_number
    inner join recurring.labels as known on same.other_number = known.name_number
    where labels.label < known.label
    group by same.other_number

),

classes as (

    select
        names.entity,
        names.scope_id,
        names.name_key,
        leader.name_key as class_key
    from names
    inner join labels on names.name_number = labels.name_number
    inner join names as leader on labels.label = leader.name_number

),

-- What is said of one name is said of all that a person called the same.
apart as (

    select
        classes.entity,
        classes.scope_id,
        classes.class_key,
        list_sort(list_distinct(list(other_members.name_key))) as apart_from
    from pairs
    inner join classes
        on
            pairs.entity = classes.entity
            and pairs.scope_id is not distinct from classes.scope_id
            and pairs.name_key = classes.name_key
    inner join classes as other_classes
        on
            pairs.entity = other_classes.entity
            and pairs.scope_id is not distinct from other_classes.scope_id
            and pairs.other_key = other_classes.name_key
    inner join classes as other_members
        on
            other_classes.entity = other_members.entity
            and other_classes.scope_id is not distinct from other_members.scope_id
            and other_classes.class_key = other_members.class_key
    where pairs.action = 'different'
    group by classes.entity, classes.scope_id, classes.class_key

),

final as (

    select
        classes.entity,
        classes.scope_id,
        classes.name_key,
        classes.class_key,
        count(*) over (partition by classes.entity, classes.scope_id, classes.class_key) > 1 as has_same,
        coalesce(apart.apart_from, []) as apart_from
    from classes
    left join apart
        on
            classes.entity = apart.entity
            and classes.scope_id is not distinct from apart.scope_id
            and classes.class_key = apart.class_key

)

select * from final
