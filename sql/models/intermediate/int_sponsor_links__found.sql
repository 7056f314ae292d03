with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

spellings as (

    select * from {{ ref('int_sponsor_names__folded') }}

),

own_tickers as (

    select * from {{ ref('int_sponsor_tickers__owned') }}

),

tied as (

    select * from {{ ref('int_sponsor_ties__folded') }}

),

told_links as (

    select * from {{ ref('int_sponsor_links__told') }}

),

names as (

    select
        name_key,
        sum(release_count)::bigint as release_count,
        max(set_aside_reason) as set_aside_reason,
        max_by(spelling, (release_count, spelling)) as spelling,
        min_by(release_id, (first_observed_at, release_id)) as release_id
    from spellings
    group by name_key

),

issued as (

    select
        releases.release_id,
        spellings.name_key
    from releases
    inner join spellings on trim(releases.issuer) = spellings.spelling

),

subsidiaries as (

    select distinct
        name_key,
        other_key
    from tied
    where reason = 'subsidiary_of'

),

-- `Galbrun` and `Galbrun Therapeutics` are one sponsor where both own the same ticker; so is what a headline leaves
-- before the name (`Fund Buys Shares of Galbrun`), but not the house that covers it, and not a subsidiary, which names
-- its parent's ticker.
ticker_links as (

    select
        longer.name_key,
        shorter.name_key as other_key,
        if(starts_with(longer.name_key, shorter.name_key || ' '), 'ticker_and_name_start', 'ticker_and_name_within')
            as reason,
        longer.release_id,
        null as sentence
    from own_tickers as longer
    inner join own_tickers as shorter
        on
            longer.ticker = shorter.ticker
            and (
                starts_with(longer.name_key, shorter.name_key || ' ')
                or (
                    not contains(longer.name_key, ' coverage ')
                    and (
                        ends_with(longer.name_key, ' ' || shorter.name_key)
                        or (
                            contains(shorter.name_key, ' ')
                            and contains(longer.name_key, ' ' || shorter.name_key || ' ')
                        )
                    )
                )
            )
    left join subsidiaries on longer.name_key = subsidiaries.name_key and shorter.name_key = subsidiaries.other_key
    where subsidiaries.name_key is null

),

-- What stands before a word of each name: `hollin` and `hollin glowing` of `hollin glowing shoes`.
beginnings as (

    select
        spelling,
        name_key,
        set_aside_reason,
        unnest(
            list_transform(
                range(1, len(string_split(name_key, ' '))),
                word_count -> array_to_string(string_split(name_key, ' ')[1:word_count], ' ')
            )
        ) as other_key
    from spellings
    where release_count > 0

),

shorter_names as (

    select
        other_key as name_key,
        count(distinct name_key) as longer_count
    from beginnings
    group by other_key

),

-- Names that are words besides: releases write them small, too.
ordinary as (

    select distinct issued.name_key
    from issued
    inner join releases on issued.release_id = releases.release_id
    inner join shorter_names on issued.name_key = shorter_names.name_key
    where contains(releases.text, ' ' || issued.name_key || ' ')

),

-- `Hollin Launches Glowing Shoes`, or `Hollin Glowing`, cut from that headline, is Hollin's where Hollin issues news,
-- and where the body speaks of it and never says the longer words.
headline_releases as (

    select
        beginnings.name_key,
        beginnings.other_key,
        releases.release_id,
        contains(lower(releases.title), lower(beginnings.spelling))
        and (
            contains(lower(substr(releases.text, length(releases.title) + 1)), beginnings.other_key)
            or contains(substr(releases.text, length(releases.title) + 1), known.spelling)
        )
        and not contains(lower(substr(releases.text, length(releases.title) + 1)), lower(beginnings.spelling))
        and not contains(releases.text, ' ' || beginnings.other_key || ' ')
            as is_headline
    from beginnings
    inner join names as known on beginnings.other_key = known.name_key
    inner join releases on beginnings.spelling = trim(releases.issuer)
    left join ordinary on beginnings.other_key = ordinary.name_key
    where
        ordinary.name_key is null
        and known.set_aside_reason is null
        and known.release_count > 1
        and length(beginnings.other_key) > 3
        and regexp_matches(beginnings.other_key, '\p{L}{3}')

),

headlines as (

    select
        name_key,
        other_key,
        min(release_id) as release_id
    from headline_releases
    group by name_key, other_key
    having bool_and(is_headline)

),

-- A short name whose releases mostly say the longer one, and no other: `Galbrun` in releases that speak of
-- `Galbrun Bio`. One release may tell of a partner; most do not.
full_names as (

    select
        beginnings.other_key as name_key,
        beginnings.name_key as other_key,
        issued.release_id
    from beginnings
    inner join shorter_names on beginnings.other_key = shorter_names.name_key
    inner join issued on beginnings.other_key = issued.name_key
    inner join releases on issued.release_id = releases.release_id
    left join ordinary on beginnings.other_key = ordinary.name_key
    left join headlines on beginnings.name_key = headlines.name_key
    left join subsidiaries
        on beginnings.name_key = subsidiaries.name_key and beginnings.other_key = subsidiaries.other_key
    where
        ordinary.name_key is null
        -- What so many names begin with is nobody's; and so the work grows with the releases alone.
        and shorter_names.longer_count <= 8
        and headlines.name_key is null
        and subsidiaries.name_key is null
        and beginnings.set_aside_reason is null
        and (
            contains(releases.text, beginnings.spelling) or contains(lower(releases.text), beginnings.name_key)
        )
    group by beginnings.other_key, beginnings.name_key, issued.release_id

),

full_name_counts as (

    select
        full_names.name_key,
        full_names.other_key,
        count(*) as release_count,
        min(full_names.release_id) as release_id,
        count(*) over (partition by full_names.name_key) as full_name_count
    from full_names
    group by full_names.name_key, full_names.other_key

),

full_name_links as (

    select
        full_name_counts.name_key,
        full_name_counts.other_key,
        'full_name' as reason,
        full_name_counts.release_id,
        null as sentence
    from full_name_counts
    inner join names on full_name_counts.name_key = names.name_key
    where
        full_name_counts.full_name_count = 1
        and full_name_counts.release_count * 2 > names.release_count
        and names.set_aside_reason is null

),

-- `Galbrun Bio` and `GalbrunBio`.
spacing_links as (

    select
        one.name_key,
        other.name_key as other_key,
        'spacing' as reason,
        one.release_id,
        null as sentence
    from names as one
    inner join names as other
        on replace(one.name_key, ' ', '') = replace(other.name_key, ' ', '') and one.name_key > other.name_key
    where
        length(one.name_key) >= 8
        and one.set_aside_reason is null
        and other.set_aside_reason is null

),

headline_links as (

    select
        name_key,
        max_by(other_key, length(other_key)) as other_key,
        'headline' as reason,
        max_by(release_id, length(other_key)) as release_id,
        null as sentence
    from headlines
    group by name_key

),

links as (

    select * from ticker_links
    union all
    select * from headline_links
    union all
    select * from full_name_links
    union all
    select * from spacing_links
    union all
    select * from told_links

),

final as (

    select
        name_key,
        other_key,
        reason,
        min(release_id) as release_id,
        min_by(sentence, release_id) as sentence
    from links
    group by name_key, other_key, reason

)

select * from final
