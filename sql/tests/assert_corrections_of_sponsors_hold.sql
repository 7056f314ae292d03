-- Names that a person calls one are one sponsor, and names that a person calls different are two. Where a third name
-- still joins two that are different, one line more says which of them it belongs to.
with

corrections as (

    select
        action,
        name,
        other_name,
        {{ fold_sponsor('trim(name)') }} as name_key,
        {{ fold_sponsor('trim(other_name)') }} as other_key
    from {{ ref('identity_corrections') }}
    where entity = 'sponsor'

),

folded as (

    select distinct
        name_key,
        canonical_key
    from {{ ref('int_sponsors__folded') }}

)

select
    corrections.action,
    corrections.name,
    corrections.other_name
from corrections
inner join folded as one on corrections.name_key = one.name_key
inner join folded as other on corrections.other_key = other.name_key
where (corrections.action = 'same') != (one.canonical_key = other.canonical_key)
