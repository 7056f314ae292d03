with recursive

corrections as (

    select * from {{ ref('identity_corrections') }}
    where entity in ('product', 'trial')

),

sponsor_keys as (

    select distinct
        name_key,
        sponsor_id
    from {{ ref('int_sponsors__folded') }}

),

-- A row without a sponsor holds for all of them.
folded as (

    select
        corrections.entity,
        corrections.action,
        case when trim(corrections.sponsor) != '' then coalesce(sponsor_keys.sponsor_id, 'unknown') end as scope_id,
        case
            when corrections.entity = 'product' then {{ fold_product('corrections.name') }}
            else {{ fold_trial('corrections.name') }}
        end as name_key,
        case
            when corrections.entity = 'product' then {{ fold_product('corrections.other_name') }}
            else {{ fold_trial('corrections.other_name') }}
        end as other_key
    from corrections
    left join sponsor_keys on {{ fold_sponsor('trim(corrections.sponsor)') }} = sponsor_keys.name_key

),

-- A name means something within its entity and sponsor only: the three are one value. What has no letters is no name.
named as (

    select
        action,
        {
            'entity': entity,
            'scope_id': scope_id,
            'name_key': name_key
        } as name,
        {
            'entity': entity,
            'scope_id': scope_id,
            'name_key': other_key
        } as other_name
    from folded
    where name_key is not null and other_key is not null

),

pairs as (

    select
        action,
        name,
        other_name
    from named
    union
    select
        action,
        other_name as name,
        name as other_name
    from named

),

-- Connected components: each name passes its label on for as long as that lowers a neighbour's.
labels (name, label) {{ using_key('name') }} as (

    select distinct
        name,
        name as label
    from pairs
    union all
    select
        pairs.other_name as name,
        min(labels.label) as label
    from labels
    inner join pairs on labels.name = pairs.name
    inner join recurring.labels as known on pairs.other_name = known.name
    where pairs.action = 'same' and labels.label < known.label
    group by pairs.other_name

),

-- A recursion is run anew wherever it is read.
classes as materialized (

    select * from labels

),

-- What is said of one name is said of all that a person called the same.
apart as (

    select
        classes.label,
        list_sort(list_distinct(list(other_members.name['name_key']))) as apart_from
    from pairs
    inner join classes on pairs.name = classes.name
    inner join classes as other_classes on pairs.other_name = other_classes.name
    inner join classes as other_members on other_classes.label = other_members.label
    where pairs.action = 'different'
    group by classes.label

),

final as (

    select
        classes.name['entity'] as entity,
        classes.name['scope_id'] as scope_id,
        classes.name['name_key'] as name_key,
        classes.label['name_key'] as class_key,
        count(*) over (partition by classes.label) > 1 as has_same,
        coalesce(apart.apart_from, []) as apart_from
    from classes
    left join apart on classes.label = apart.label

)

select * from final
