with

spellings as (

    select * from {{ ref('int_sponsor_names__folded') }}

),

own_tickers as (

    select * from {{ ref('int_sponsor_tickers__owned') }}

),

tied as (

    select * from {{ ref('int_sponsor_ties__folded') }}

),

names as (

    select
        name_key,
        sum(release_count)::bigint as release_count,
        max(set_aside_reason) as set_aside_reason
    from spellings
    group by name_key

),

-- Who is the subject of a release knows its own names; of others' it may have heard.
weighed as (

    select
        tied.*,
        coalesce(
            tied.issuer_key in (tied.name_key, tied.other_key)
            or starts_with(tied.name_key, tied.issuer_key || ' ')
            or starts_with(tied.issuer_key, tied.name_key || ' '),
            false
        ) as is_told_by_itself
    from tied
    inner join names as one on tied.name_key = one.name_key
    inner join names as other on tied.other_key = other.name_key
    where
        tied.name_key != tied.other_key
        and one.set_aside_reason is null
        and other.set_aside_reason is null
        and length(tied.other_key) > 1

),

pairs as (

    select
        name_key,
        other_key,
        reason,
        bool_or(is_told_by_itself) as is_told_by_itself,
        bool_or(issuer_key = other_key) as is_told_under_other,
        count(distinct issuer_key) as issuer_count,
        min_by(release_id, (not is_told_by_itself, first_observed_at, release_id)) as release_id,
        min_by(sentence, (not is_told_by_itself, first_observed_at, release_id, sentence)) as sentence
    from weighed
    group by name_key, other_key, reason

),

-- A short form or a former name that several claim says nothing, unless they are longer and shorter forms of one name.
claims as (

    select
        pairs.other_key,
        pairs.reason,
        count(distinct pairs.name_key) as claim_count
    from pairs
    where
        pairs.reason in ('short_form', 'formerly', 'same_as')
        and not exists (
            select 1
            from pairs as shorter
            where
                shorter.other_key = pairs.other_key
                and shorter.reason = pairs.reason
                and starts_with(pairs.name_key, shorter.name_key || ' ')
        )
    group by pairs.other_key, pairs.reason

),

shared_tickers as (

    select distinct
        one.name_key,
        other.name_key as other_key
    from own_tickers as one
    inner join own_tickers as other on one.ticker = other.ticker and one.name_key != other.name_key

),

tie_links as (

    select
        pairs.name_key,
        pairs.other_key,
        pairs.reason,
        pairs.release_id,
        pairs.sentence
    from pairs
    inner join claims on pairs.other_key = claims.other_key and pairs.reason = claims.reason
    left join shared_tickers
        on pairs.name_key = shared_tickers.name_key and pairs.other_key = shared_tickers.other_key
    inner join names as other on pairs.other_key = other.name_key
    where
        claims.claim_count = 1
        and (
            (pairs.reason in ('formerly', 'same_as') and (pairs.is_told_by_itself or pairs.issuer_count > 1))
            or (
                pairs.reason = 'short_form'
                -- `Focus` for Focus Widgets: others may be called so in a word, unless it issues releases so itself.
                and (
                    contains(pairs.other_key, ' ')
                    or other.release_count = 0
                    or pairs.is_told_under_other
                    or shared_tickers.name_key is not null
                )
            )
        )

),

-- `Galbrun, a subsidiary of Galbrun Holdings`: two papers, one sponsor.
entity_links as (

    select
        name_key,
        other_key,
        'legal_entity' as reason,
        release_id,
        sentence
    from pairs
    where
        reason = 'subsidiary_of'
        and regexp_replace(name_key, ' (holdings?|group)$', '') = regexp_replace(other_key, ' (holdings?|group)$', '')

),

final as (

    select * from tie_links
    union all
    select * from entity_links

)

select * from final
