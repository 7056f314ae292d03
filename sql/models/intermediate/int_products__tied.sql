with

names as (

    select * from {{ ref('int_product_names__read') }}

),

supported as (

    select * from {{ ref('int_product_ties__supported') }}

),

corrections as (

    select * from {{ ref('int_corrections__folded') }}
    where entity = 'product'

),

-- A former name, a salt or a long form is no second name of its kind.
variants as (

    select
        scope_id,
        other_key as name_key
    from supported
    where reason in ('formerly', 'same_as', 'short_form')
    union
    select
        scope_id,
        name_key
    from supported
    where reason in ('salt_of', 'long_form_of')

),

-- A brand and its substance are two names that one code may have.
brands as (

    select
        scope_id,
        name_key as substance_key,
        other_key as brand_key
    from supported
    where reason = 'brand_of'

),

brands_of_codes as (

    select distinct
        code_of_brand.scope_id,
        code_of_brand.other_key as code_key,
        code_of_brand.name_key as brand_key
    from supported as code_of_brand
    inner join brands
        on
            code_of_brand.scope_id = brands.scope_id
            and code_of_brand.name_key = brands.brand_key
    inner join supported as code_of_substance
        on
            code_of_brand.scope_id = code_of_substance.scope_id
            and code_of_brand.other_key = code_of_substance.other_key
            and brands.substance_key = code_of_substance.name_key
    where code_of_brand.reason = 'code_of' and code_of_substance.reason = 'code_of'

),

-- A brand that was told before the sponsor's own code is what the substance was sold as before, by whomever.
first_tellings as (

    select
        scope_id,
        name_key,
        min(release_number) as first_number,
        bool_or(is_subject) as is_subject
    from names
    group by scope_id, name_key

),

older_brands as (

    select distinct
        brands.scope_id,
        brands.substance_key,
        brands.brand_key
    from brands
    inner join supported as codes
        on
            brands.scope_id = codes.scope_id
            and brands.substance_key = codes.name_key
            and codes.reason = 'code_of'
    inner join first_tellings as of_code
        on brands.scope_id = of_code.scope_id and codes.other_key = of_code.name_key
    inner join first_tellings as of_brand
        on brands.scope_id = of_brand.scope_id and brands.brand_key = of_brand.name_key
    anti join brands_of_codes
        on
            brands.scope_id = brands_of_codes.scope_id
            and codes.other_key = brands_of_codes.code_key
            and brands.brand_key = brands_of_codes.brand_key
    where of_brand.first_number <= of_code.first_number or not of_brand.is_subject

),

-- A code or brand that no news of the sponsor is about, beside one that some is, is another maker's.
with_subjects as (

    select
        supported.*,
        bool_or(first_tellings.is_subject) over same_name and not first_tellings.is_subject as is_of_others
    from supported
    inner join first_tellings
        on supported.scope_id = first_tellings.scope_id and supported.other_key = first_tellings.name_key
    window same_name as (partition by supported.scope_id, supported.reason, supported.name_key)

),

-- How many names of a kind a name has: a substance with two brands or codes is in two products of the sponsor, a word
-- with two names is no code.
counted as (

    select
        supported.*,
        count(distinct if(
            other_variants.name_key is null and not supported.is_of_others, supported.other_key, null
        )) over (
            partition by supported.scope_id, supported.reason, supported.name_key
        ) as other_count,
        count(distinct if(
            variants.name_key is null and brands_of_codes.brand_key is null, supported.name_key, null
        )) over (partition by supported.scope_id, supported.reason, supported.other_key) as name_count
    from with_subjects as supported
    left join variants
        on supported.scope_id = variants.scope_id and supported.name_key = variants.name_key
    left join variants as other_variants
        on supported.scope_id = other_variants.scope_id and supported.other_key = other_variants.name_key
    left join brands_of_codes
        on
            if(supported.reason = 'code_of', supported.scope_id, null) = brands_of_codes.scope_id
            and supported.name_key = brands_of_codes.brand_key
            and supported.other_key = brands_of_codes.code_key

),

decided_apart as (

    select
        scope_id,
        name_key
    from corrections
    where len(apart_from) > 0

),

judged as (

    select
        counted.scope_id,
        counted.name_key,
        counted.other_key,
        counted.reason,
        counted.release_id,
        counted.sentence,
        counted.release_number,
        counted.first_observed_at,
        case
            -- Whom a person set apart keeps the ties that a person gave, and no other: no way round is left.
            when apart_names.name_key is not null or apart_others.name_key is not null then 'decided_apart'
            when older_brands.brand_key is not null then 'older_brand'
            when
                counted.reason in ('code_of', 'brand_of') and (counted.other_count > 1 or counted.is_of_others)
                then 'several_' || counted.reason
            when counted.reason in ('code_of', 'brand_of') and counted.name_count > 1 then 'several_names'
        end as set_aside_reason
    from counted
    left join older_brands
        on
            if(counted.reason = 'brand_of', counted.scope_id, null) = older_brands.scope_id
            and counted.name_key = older_brands.substance_key
            and counted.other_key = older_brands.brand_key
    left join decided_apart as apart_names
        on
            counted.name_key = apart_names.name_key
            and coalesce(counted.scope_id = apart_names.scope_id, true)
    left join decided_apart as apart_others
        on
            counted.other_key = apart_others.name_key
            and coalesce(counted.scope_id = apart_others.scope_id, true)

),

scopes as (

    select distinct
        scope_id,
        name_key
    from names

),

decided as (

    select
        scopes.scope_id,
        scopes.name_key,
        corrections.class_key as other_key,
        'correction' as reason,
        null as release_id,
        null as sentence,
        null as release_number,
        null as first_observed_at,
        null as set_aside_reason
    from scopes
    inner join corrections
        on
            scopes.name_key = corrections.name_key
            and coalesce(scopes.scope_id = corrections.scope_id, true)
    where corrections.name_key != corrections.class_key

),

final as (

    select distinct * from judged
    union all
    select distinct * from decided

)

select * from final
