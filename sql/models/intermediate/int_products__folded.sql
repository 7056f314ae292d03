with recursive

names as (

    select * from {{ ref('int_product_names__read') }}

),

ties as (

    select * from {{ ref('int_products__tied') }}
    where set_aside_reason is null

),

keys as (

    select
        scope_id,
        name_key,
        bool_or(is_subject) as is_subject,
        min(release_number) as first_number
    from names
    group by scope_id, name_key
    union all
    -- A person may tie names by one that no release of the sponsor has.
    select distinct
        ties.scope_id,
        ties.other_key as name_key,
        false as is_subject,
        null as first_number
    from ties
    anti join names on ties.scope_id = names.scope_id and ties.other_key = names.name_key

),

-- The name that was told first stands for the product: its id stays when later releases bring more names.
numbered as (

    select
        *,
        row_number() over (order by scope_id asc, first_number asc nulls last, name_key asc) as key_number
    from keys

),

edges as (

    select
        one.key_number,
        other.key_number as other_number
    from ties
    inner join numbered as one on ties.scope_id = one.scope_id and ties.name_key = one.name_key
    inner join numbered as other on ties.scope_id = other.scope_id and ties.other_key = other.name_key

),

neighbours as (

    select
        key_number,
        other_number
    from edges
    union
    select
        other_number as key_number,
        key_number as other_number
    from edges

),

-- Connected components: each name passes its label on for as long as that lowers a neighbour's.
labels (key_number, label) {{ using_key('key_number') }} as (

    select
        key_number,
        key_number as label
    from numbered
    union all
    select
        neighbours.other_number as key_number,
        min(labels.label) as label
    from labels
    inner join neighbours on labels.key_number = neighbours.key_number
    inner join recurring.labels as known on neighbours.other_number = known.key_number
    where labels.label < known.label
    group by neighbours.other_number

),

products as (

    select
        numbered.scope_id,
        numbered.name_key,
        leader.name_key as canonical_key,
        bool_or(numbered.is_subject) over (partition by labels.label) as is_product
    from labels
    inner join numbered on labels.key_number = numbered.key_number
    inner join numbered as leader on labels.label = leader.key_number

),

-- Each tie speaks for both of its names.
ties_of_names as (

    select
        scope_id,
        name_key,
        other_key,
        reason,
        release_id,
        sentence,
        release_number,
        first_observed_at
    from ties
    union all
    select
        scope_id,
        other_key as name_key,
        name_key as other_key,
        reason,
        release_id,
        sentence,
        release_number,
        first_observed_at
    from ties

),

-- The tie that speaks for a name: one with the name that stands for the product, else a person's, else the earliest.
ranked_ties as (

    select
        ties_of_names.*,
        row_number() over (
            partition by ties_of_names.scope_id, ties_of_names.name_key
            order by
                ties_of_names.other_key != products.canonical_key,
                ties_of_names.release_number asc nulls first,
                ties_of_names.reason asc,
                ties_of_names.other_key asc
        ) as nth_tie
    from ties_of_names
    inner join products
        on ties_of_names.scope_id = products.scope_id and ties_of_names.name_key = products.name_key

),

best_ties as (

    select * from ranked_ties
    where nth_tie = 1

),

-- What kind of name it is, as far as ties and letters tell: a code has digits, a substance is written small.
tied_kinds as (

    select
        scope_id,
        other_key as name_key,
        if(reason = 'code_of', 'code', 'brand') as name_kind
    from ties
    where reason in ('code_of', 'brand_of')
    union
    select
        scope_id,
        name_key,
        'substance' as name_kind
    from ties
    where reason = 'brand_of'

),

kinds as (

    select
        names.scope_id,
        names.name_key,
        coalesce(
            min(tied_kinds.name_kind),
            case
                when regexp_matches(names.name_key, '^[^+]*\d[^+]*$') then 'code'
                when bool_or(regexp_full_match(names.name, '[\p{Ll} -]+')) then 'substance'
            end
        ) as name_kind
    from names
    left join tied_kinds on names.scope_id = tied_kinds.scope_id and names.name_key = tied_kinds.name_key
    group by names.scope_id, names.name_key

),

spellings as (

    select
        scope_id,
        sponsor_id,
        name_key,
        name,
        count(*) as release_count,
        min_by(release_id, release_number) as first_release_id,
        min(release_number) as first_number,
        min(told_date) as first_told_date,
        max(told_date) as last_told_date,
        min(first_observed_at) as first_observed_at
    from names
    group by scope_id, sponsor_id, name_key, name

),

-- The first spelling of a name that does not stand for its product needs a tie; all others are what they look like.
ranked_spellings as (

    select
        spellings.*,
        products.canonical_key,
        row_number() over (
            partition by spellings.scope_id, spellings.name_key
            order by spellings.first_number, spellings.name
        ) as nth_spelling,
        products.canonical_key != spellings.name_key and nth_spelling = 1 as is_tied
    from spellings
    inner join products on spellings.scope_id = products.scope_id and spellings.name_key = products.name_key
    -- Names in ties only are products of others that a release compares with.
    where products.is_product

),

final as (

    select
        ranked_spellings.scope_id,
        ranked_spellings.name,
        ranked_spellings.name_key,
        ranked_spellings.canonical_key,
        {{ stable_id(["'product'", 'ranked_spellings.scope_id', 'ranked_spellings.canonical_key']) }} as product_id,
        ranked_spellings.sponsor_id,
        kinds.name_kind,
        case
            when best_ties.reason is not null then best_ties.reason
            when ranked_spellings.nth_spelling > 1 then 'spelling'
            else 'name'
        end as product_reason,
        if(best_ties.reason is null, ranked_spellings.first_release_id, best_ties.release_id) as release_id,
        best_ties.sentence,
        best_ties.other_key as tied_to_key,
        ranked_spellings.release_count,
        ranked_spellings.first_told_date,
        ranked_spellings.last_told_date,
        -- A link is known when the name and the tie are.
        greatest(ranked_spellings.first_observed_at, best_ties.first_observed_at) as first_observed_at
    from ranked_spellings
    inner join kinds
        on ranked_spellings.scope_id = kinds.scope_id and ranked_spellings.name_key = kinds.name_key
    left join best_ties
        on
            if(ranked_spellings.is_tied, ranked_spellings.scope_id, null) = best_ties.scope_id
            and ranked_spellings.name_key = best_ties.name_key

)

select * from final
