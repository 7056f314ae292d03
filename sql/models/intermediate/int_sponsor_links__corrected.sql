with recursive

names as (

    select distinct name_key from {{ ref('int_sponsor_names__folded') }}

),

found as (

    select * from {{ ref('int_sponsor_links__found') }}

),

corrections as (

    select
        action,
        {{ fold_sponsor('trim(name)') }} as name_key,
        {{ fold_sponsor('trim(other_name)') }} as other_key
    from {{ ref('identity_corrections') }}
    where entity = 'sponsor'

),

same_pairs as (

    select
        name_key,
        other_key
    from corrections
    where action = 'same'
    union
    select
        other_key as name_key,
        name_key as other_key
    from corrections
    where action = 'same'

),

-- What a person says is one goes through everything below as one.
persons (name_key, person_key) {{ using_key('name_key') }} as (

    select
        name_key,
        name_key as person_key
    from names
    union all
    select
        same_pairs.other_key as name_key,
        min(persons.person_key) as person_key
    from persons
    inner join same_pairs on persons.name_key = same_pairs.name_key
    inner join recurring.persons as known on same_pairs.other_key = known.name_key
    where persons.person_key < known.person_key
    group by same_pairs.other_key

),

-- A recursion is run anew wherever it is read.
members as materialized (

    select * from persons

),

different as (

    select
        one.person_key,
        other.person_key as other_person_key
    from corrections
    inner join members as one on corrections.name_key = one.name_key
    inner join members as other on corrections.other_key = other.name_key
    where corrections.action = 'different'

),

apart as (

    select
        person_key,
        other_person_key
    from different
    union
    select
        other_person_key as person_key,
        person_key as other_person_key
    from different

),

edges as (

    select
        one.person_key,
        other.person_key as other_person_key
    from found
    inner join members as one on found.name_key = one.name_key
    inner join members as other on found.other_key = other.name_key
    where one.person_key != other.person_key
    union
    select
        other.person_key,
        one.person_key as other_person_key
    from found
    inner join members as one on found.name_key = one.name_key
    inner join members as other on found.other_key = other.name_key
    where one.person_key != other.person_key

),

-- Every name goes with the nearest of those that a person keeps apart; links between two that are apart are cut.
regions (person_key, pole_key, distance) {{ using_key('person_key') }} as (

    select distinct
        person_key,
        person_key as pole_key,
        0 as distance
    from apart
    union all
    select
        edges.other_person_key as person_key,
        min_by(regions.pole_key, (regions.distance, regions.pole_key)) as pole_key,
        min(regions.distance) + 1 as distance
    from regions
    inner join edges on regions.person_key = edges.person_key
    left join recurring.regions as known on edges.other_person_key = known.person_key
    where known.person_key is null
    group by edges.other_person_key

),

kept as (

    select found.*
    from found
    inner join members as one on found.name_key = one.name_key
    inner join members as other on found.other_key = other.name_key
    left join regions as one_region on one.person_key = one_region.person_key
    left join regions as other_region on other.person_key = other_region.person_key
    left join apart
        on one_region.pole_key = apart.person_key and other_region.pole_key = apart.other_person_key
    where apart.person_key is null

),

final as (

    select
        name_key,
        other_key,
        reason,
        release_id,
        sentence
    from kept
    union all
    select distinct
        name_key,
        other_key,
        'correction' as reason,
        null as release_id,
        null as sentence
    from corrections
    where action = 'same' and name_key != other_key

)

select * from final
