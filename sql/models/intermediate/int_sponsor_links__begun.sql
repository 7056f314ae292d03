-- A name and what it begins with: `Galbrun` and `Galbrun Therapeutics`, or `Galbrun Opens New Shop`.
with

spellings as (

    select * from {{ ref('int_sponsor_names__folded') }}

),

names as (

    select * from {{ ref('int_sponsor_names__grouped') }}

),

subsidiaries as (

    select * from {{ ref('int_sponsor_ties__folded') }}
    where reason = 'subsidiary_of'

),

platforms as (

    select * from {{ ref('platforms') }}

),

headline_verbs as (

    select verb
    from {{ ref('headline_verbs') }}
    where verb != 'and'

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

-- Those that begin with a name that releases are issued under, too.
known_beginnings as (

    select beginnings.*
    from beginnings
    inner join names on beginnings.other_key = names.name_key
    where names.release_count > 0

),

wanted as (

    select name_key from known_beginnings
    union
    select other_key as name_key from known_beginnings

),

-- What is read of the texts is read of the releases of such names only.
releases as materialized (

    select
        issued.release_id,
        spellings.spelling,
        spellings.name_key,
        told.title,
        written.text
    from {{ ref('int_releases__issued') }} as issued
    inner join spellings on issued.spelling = spellings.spelling
    inner join wanted on spellings.name_key = wanted.name_key
    inner join {{ ref('int_releases__deduplicated') }} as told on issued.release_id = told.release_id
    -- Few: not by way of int_releases__texts, which reads all texts.
    inner join {{ ref('int_releases__versions') }} as written
        on
            told.release_id = written.release_id
            and told.capture_id = written.capture_id
            and told.observed_date = written.observed_date

),

-- Names that are words besides: releases write them small, too.
ordinary as (

    select distinct releases.name_key
    from releases
    inner join shorter_names on releases.name_key = shorter_names.name_key
    where contains(releases.text, ' ' || releases.name_key || ' ')

),

-- The releases of a name that begins with a known one.
longer_releases as (

    select
        beginnings.spelling,
        beginnings.name_key,
        beginnings.other_key,
        known.spelling as other_spelling,
        known.release_count as other_release_count,
        longer.release_count,
        ordinary.name_key is not null as is_ordinary,
        releases.release_id,
        releases.title,
        substr(releases.text, length(releases.title) + 1) as body,
        releases.text
    from known_beginnings as beginnings
    inner join names as known on beginnings.other_key = known.name_key
    inner join names as longer on beginnings.name_key = longer.name_key
    inner join releases on beginnings.spelling = releases.spelling
    left join ordinary on beginnings.other_key = ordinary.name_key
    anti join subsidiaries
        on beginnings.name_key = subsidiaries.name_key and beginnings.other_key = subsidiaries.other_key
    where
        known.set_aside_reason is null
        and regexp_matches(beginnings.other_key, '\p{L}{2}')

),

-- `Hollin Launches Glowing Shoes`, or `Hollin Glowing`, cut from that headline, is Hollin's where Hollin issues news,
-- and where the body speaks of it and never says the longer words. A body of a few lines may speak of neither, where
-- much news comes from Hollin.
headline_releases as (

    select
        name_key,
        other_key,
        release_id,
        contains(translate(lower(title), '®™', ''), lower(spelling))
        and (
            contains(lower(body), other_key)
            or contains(body, other_spelling)
            or (
                other_release_count >= {{ var('headline_house_least_releases') }}
                and length(body) <= {{ var('headline_body_most_chars') }}
            )
        )
        and not contains(translate(lower(body), '®™', ''), lower(spelling))
        and not contains(text, ' ' || other_key || ' ')
            as is_headline
    from longer_releases
    where
        not is_ordinary
        and other_release_count > 1
        and length(other_key) > 3
        and regexp_matches(other_key, '\p{L}{3}')

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

-- `Galbrun Opens Shop`, of Galbrun Resources: what its own headline calls it, with a verb behind.
called as (

    select
        longer_releases.name_key,
        longer_releases.other_key,
        longer_releases.release_id
    from longer_releases
    inner join headline_verbs
        on
            lower(
                regexp_extract(
                    substr(
                        regexp_replace(longer_releases.title, '^[Tt]he ', ''),
                        length(longer_releases.other_spelling) + 1
                    ),
                    '^[®™]? (\p{L}+)',
                    1
                )
            )
            = headline_verbs.verb
    where
        not longer_releases.is_ordinary
        and starts_with(
            lower(regexp_replace(longer_releases.title, '^[Tt]he ', '')), lower(longer_releases.other_spelling) || ' '
        )

),

-- `Galbrun and Tarn River`: news of two is that of the first.
joint as (

    select
        name_key,
        other_key,
        release_id
    from longer_releases
    where
        other_release_count > 1
        and starts_with(name_key, other_key || ' and ')
        and contains(lower(title), lower(other_spelling))

),

-- The sites and mailboxes that releases under either name give, where they are called like it, or as it begins:
-- `galbrun.com` of Galbrun or Galbrun Clinics.
given_sites as (

    select distinct
        name_key,
        other_key,
        release_id,
        unnest({{ sites_of('text') }}) as site
    from longer_releases
    -- Two names under each of which much news comes are two, whatever site they share.
    where least(release_count, other_release_count) < {{ var('two_houses_least_releases') }}

),

-- Those of wires and networks everybody gives.
sites as (

    select given_sites.*
    from given_sites
    anti join platforms on replace(split_part(given_sites.site, '.', 1), '-', '') = platforms.name

),

known_sites as (

    select distinct
        known.name_key,
        unnest({{ sites_of('releases.text') }}) as site
    from (select distinct other_key as name_key from sites) as known
    inner join releases on known.name_key = releases.name_key

),

sited as (

    select
        sites.name_key,
        sites.other_key,
        min(sites.release_id) as release_id
    from sites
    inner join known_sites on sites.other_key = known_sites.name_key and sites.site = known_sites.site
    where
        contains(replace(sites.site, '-', ''), replace(sites.other_key, ' ', ''))
        or (
            length(split_part(sites.site, '.', 1)) >= {{ var('site_least_chars') }}
            and starts_with(replace(sites.other_key, ' ', ''), replace(split_part(sites.site, '.', 1), '-', ''))
        )
    group by sites.name_key, sites.other_key

),

-- A short name whose releases mostly say the longer one, and no other: `Galbrun` in releases that speak of
-- `Galbrun Bio`. One release may tell of a partner; most do not.
full_names as (

    select
        beginnings.other_key as name_key,
        beginnings.name_key as other_key,
        releases.release_id
    from known_beginnings as beginnings
    inner join shorter_names on beginnings.other_key = shorter_names.name_key
    inner join releases on beginnings.other_key = releases.name_key
    left join ordinary on beginnings.other_key = ordinary.name_key
    left join headlines on beginnings.name_key = headlines.name_key
    anti join subsidiaries
        on beginnings.name_key = subsidiaries.name_key and beginnings.other_key = subsidiaries.other_key
    where
        ordinary.name_key is null
        -- What so many names begin with is nobody's; and so the work grows with the releases alone.
        and shorter_names.longer_count <= {{ var('beginning_most_names') }}
        and headlines.name_key is null
        and beginnings.set_aside_reason is null
        and (
            contains(releases.text, beginnings.spelling) or contains(lower(releases.text), beginnings.name_key)
        )
    group by beginnings.other_key, beginnings.name_key, releases.release_id

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

links as (

    select
        name_key,
        max_by(other_key, length(other_key)) as other_key,
        max_by(release_id, length(other_key)) as release_id,
        'headline' as reason
    from headlines
    group by name_key
    union all
    select
        *,
        'headline_start' as reason
    from called
    union all
    select
        *,
        'joint' as reason
    from joint
    union all
    select
        *,
        'site' as reason
    from sited
    union all
    select
        full_name_counts.name_key,
        full_name_counts.other_key,
        full_name_counts.release_id,
        'full_name' as reason
    from full_name_counts
    inner join names on full_name_counts.name_key = names.name_key
    where
        full_name_counts.full_name_count = 1
        and full_name_counts.release_count * 2 > names.release_count
        and names.set_aside_reason is null

),

final as (

    select
        name_key,
        other_key,
        reason,
        min(release_id) as release_id
    from links
    group by name_key, other_key, reason

)

select * from final
