with

names as (

    select * from {{ ref('int_product_names__read') }}

),

name_ties as (

    select * from {{ source('staging', 'name_ties') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

all_releases as (

    select * from {{ source('staging', 'releases') }}

),

corrections as (

    select * from {{ ref('int_corrections__folded') }}
    where entity = 'product'

),

-- A tie keeps its id from capture to capture, and the time when it was first seen.
first_seen as (

    select
        name_ties.tie_id,
        min(all_releases.observed_at) as first_observed_at
    from name_ties
    inner join all_releases
        on
            name_ties.release_id = all_releases.release_id
            and name_ties.capture_id = all_releases.capture_id
            and name_ties.observed_date = all_releases.observed_date
    where name_ties.entity = 'product'
    group by name_ties.tie_id

),

shorter_names as (

    select
        scope_id,
        name_key,
        name_words,
        min(first_observed_at) as first_observed_at
    from names
    group by scope_id, name_key, name_words

),

said as (

    select
        names.scope_id,
        names.name_key,
        other_names.name_key as other_key,
        name_ties.reason,
        names.release_id,
        names.release_number,
        first_seen.first_observed_at,
        name_ties.span_start,
        name_ties.sentence
    from name_ties
    inner join releases
        on
            name_ties.release_id = releases.release_id
            and name_ties.capture_id = releases.capture_id
            and name_ties.observed_date = releases.observed_date
    inner join first_seen on name_ties.tie_id = first_seen.tie_id
    inner join names on name_ties.release_id = names.release_id and name_ties.name = names.name
    inner join names as other_names
        on name_ties.release_id = other_names.release_id and name_ties.other_name = other_names.name
    where name_ties.entity = 'product'

),

-- `lomatinib mesylate` is lomatinib, and `Velmora Transcatheter Valve` Velmora, where one release calls it both.
called_both as (

    select
        names.scope_id,
        names.name_key,
        shorter.name_key as other_key,
        if(
            regexp_full_match(
                substr(names.name_words, length(shorter.name_words) + 2),
                '(?:(?:{{ var("salts") | join("|") }}) ?)+'
            ),
            'salt_of',
            'long_form_of'
        ) as reason,
        names.release_id,
        names.release_number,
        greatest(names.first_observed_at, shorter.first_observed_at) as first_observed_at,
        null as span_start,
        null as sentence
    from names
    inner join names as shorter
        on
            names.release_id = shorter.release_id
            and starts_with(names.name_words, shorter.name_words || ' ')
    where
        regexp_full_match(
            substr(names.name_words, length(shorter.name_words) + 2),
            '(?:(?:{{ var("salts") | join("|") }}) ?)+|(?:.* )?(?:{{ var("kinds_of_product") | join("|") }})'
        )

),

-- `The Velmora System` is Velmora in whatever release.
named_by_kind as (

    select
        names.scope_id,
        names.name_key,
        shorter.name_key as other_key,
        'long_form_of' as reason,
        names.release_id,
        names.release_number,
        greatest(names.first_observed_at, shorter.first_observed_at) as first_observed_at,
        null as span_start,
        null as sentence
    from names
    inner join shorter_names as shorter
        on
            names.scope_id = shorter.scope_id
            and regexp_extract(names.name_words, '^(.*) (?:{{ var("kinds_of_product") | join("|") }})$', 1)
            = shorter.name_words

),

-- `Lomatinimab-qvxz` is lomatinimab, where no other suffix and no other brand says that one of them is another maker's.
named_by_suffix as (

    select
        names.scope_id,
        names.name_key,
        shorter.name_key as other_key,
        'long_form_of' as reason,
        names.release_id,
        names.release_number,
        greatest(names.first_observed_at, shorter.first_observed_at) as first_observed_at,
        null as span_start,
        null as sentence
    from names
    inner join shorter_names as shorter
        on
            names.scope_id = shorter.scope_id
            and lower(
                regexp_extract(
                    names.name, '^(\p{L}+(?:{{ var("stems_of_biologics") | join("|") }}))-[a-z]{4}$', 1
                )
            )
            = shorter.name_words
    left join said as brands
        on names.scope_id = brands.scope_id and names.name_key = brands.name_key and brands.reason = 'brand_of'
    left join said as brands_of_shorter
        on
            shorter.scope_id = brands_of_shorter.scope_id
            and shorter.name_key = brands_of_shorter.name_key
            and brands_of_shorter.reason = 'brand_of'
    where coalesce(brands.other_key = brands_of_shorter.other_key, true)
    qualify
        count(distinct names.name_key) over (partition by names.scope_id, shorter.name_key) = 1

),

ties as (

    select * from said
    union all
    select * from called_both
    union all
    select * from named_by_kind
    union all
    select * from named_by_suffix

),

ranked as (

    select
        *,
        min(first_observed_at) over same_tie as first_known_at,
        row_number() over (
            partition by scope_id, name_key, other_key, reason
            order by release_number asc, span_start asc, release_id asc
        ) as nth_telling
    from ties
    where name_key != other_key
    window same_tie as (partition by scope_id, name_key, other_key, reason)

),

-- The earliest release that says so supports the tie.
supported as (

    select * from ranked
    where nth_telling = 1

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
        counted.first_known_at as first_observed_at,
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
