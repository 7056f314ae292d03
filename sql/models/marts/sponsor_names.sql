with

spellings as (

    select * from {{ ref('int_sponsors__folded') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

final as (

    select
        spellings.issuer as name,
        spellings.sponsor_id,
        sponsors.name as sponsor,
        spellings.name_key,
        coalesce(spellings.sponsor_reason, spellings.set_aside_reason) as reason,
        spellings.is_former_name,
        spellings.release_count,
        spellings.release_id,
        spellings.sentence,
        spellings.first_observed_at
    from spellings
    left join sponsors on spellings.sponsor_id = sponsors.sponsor_id
    -- Names of others, which texts mention and nobody issues news under, are no spelling of a sponsor.
    where spellings.sponsor_id is not null or spellings.release_count > 0

)

select * from final
order by sponsor asc nulls last, release_count desc, name asc
