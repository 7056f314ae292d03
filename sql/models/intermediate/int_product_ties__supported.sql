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

-- `Antibody lomatinimab (QV-Cor55) works`: a code of the sponsor's in brackets behind the name, however it is written.
in_headlines as (

    select
        release_id,
        title,
        unnest(regexp_extract_all(title, '([\p{L}-]+)[®™]? \(([^()]*\d[^()]*)\)', 1)) as name,
        unnest(regexp_extract_all(title, '([\p{L}-]+)[®™]? \(([^()]*\d[^()]*)\)', 2)) as other_name
    from releases
    where contains(title, ' (')

),

named_in_brackets as (

    select
        names.*,
        codes.name_key as other_key,
        codes.first_observed_at as other_first_observed_at,
        in_headlines.title
    from in_headlines
    inner join names
        on
            in_headlines.release_id = names.release_id
            and {{ fold_product('in_headlines.name') }} = names.name_key
    inner join shorter_names as codes
        on names.scope_id = codes.scope_id and {{ fold_product('in_headlines.other_name') }} = codes.name_key

),

-- `lomatinib mesylate` is lomatinib, and `Velmora Transcatheter Valve` Velmora, where one release calls it both.
called_both as (

    select
        names.*,
        shorter.name_key as other_key,
        shorter.first_observed_at as other_first_observed_at,
        if(
            regexp_full_match(
                substr(names.name_words, length(shorter.name_words) + 2),
                '(?:(?:{{ var("salts") | join("|") }}) ?)+'
            ),
            'salt_of',
            'long_form_of'
        ) as reason
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
        names.*,
        shorter.name_key as other_key,
        shorter.first_observed_at as other_first_observed_at,
        'long_form_of' as reason
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
        names.*,
        shorter.name_key as other_key,
        shorter.first_observed_at as other_first_observed_at,
        'long_form_of' as reason
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

named_alike as (

    select * from called_both
    union all
    select * from named_by_kind
    union all
    select * from named_by_suffix

),

ties as (

    select * from said
    union all
    select
        scope_id,
        name_key,
        other_key,
        'code_of' as reason,
        release_id,
        release_number,
        greatest(first_observed_at, other_first_observed_at) as first_observed_at,
        0 as span_start,
        title as sentence
    from named_in_brackets
    union all
    select
        scope_id,
        name_key,
        other_key,
        reason,
        release_id,
        release_number,
        greatest(first_observed_at, other_first_observed_at) as first_observed_at,
        null as span_start,
        null as sentence
    from named_alike

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
final as (

    select
        scope_id,
        name_key,
        other_key,
        reason,
        release_id,
        release_number,
        sentence,
        first_known_at as first_observed_at
    from ranked
    where nth_telling = 1

)

select * from final
