with

own_tickers as (

    select * from {{ ref('int_sponsor_tickers__owned') }}

),

names as (

    select * from {{ ref('int_sponsor_names__grouped') }}

),

subsidiaries as (

    select * from {{ ref('int_sponsor_ties__folded') }}
    where reason = 'subsidiary_of'

),

shared_tickers as (

    select
        one.name_key,
        other.name_key as other_key,
        one.ticker,
        one.release_id,
        string_split(one.name_key, ' ')[1] as first_word
    from own_tickers as one
    inner join own_tickers as other on one.ticker = other.ticker and one.name_key != other.name_key
    anti join subsidiaries on one.name_key = subsidiaries.name_key and other.name_key = subsidiaries.other_key

),

-- `Galbrun` and `Galbrun Therapeutics` are one sponsor where both own the same ticker; so is what a headline leaves
-- before the name (`Fund Buys Shares of Galbrun`), but not the house that covers it, and not a subsidiary, which names
-- its parent's ticker.
ticker_links as (

    select
        name_key,
        other_key,
        if(starts_with(name_key, other_key || ' '), 'ticker_and_name_start', 'ticker_and_name_within') as reason,
        release_id
    from shared_tickers
    where
        starts_with(name_key, other_key || ' ')
        or (
            not contains(name_key, ' coverage ')
            and (
                ends_with(name_key, ' ' || other_key)
                or (contains(other_key, ' ') and contains(name_key, ' ' || other_key || ' '))
            )
        )

),

-- `Galbrun Mining` and `Galbrun Digital`, which was renamed: the ticker that both own is made of the word that they
-- share. One of many funds names the house's.
first_word_links as (

    select
        shared_tickers.name_key,
        shared_tickers.other_key,
        'ticker_and_first_word' as reason,
        shared_tickers.release_id
    from shared_tickers
    anti join subsidiaries as one on shared_tickers.name_key = one.name_key
    anti join subsidiaries as other on shared_tickers.other_key = other.name_key
    where
        shared_tickers.name_key > shared_tickers.other_key
        and starts_with(shared_tickers.other_key, shared_tickers.first_word || ' ')
        and not starts_with(shared_tickers.name_key, shared_tickers.other_key || ' ')
        -- `HLN` is made of `hollin`.
        and regexp_matches(
            shared_tickers.first_word,
            array_to_string(regexp_extract_all(lower(split_part(shared_tickers.ticker, ':', 2)), '[a-z]'), '.*')
        )
        and regexp_matches(split_part(shared_tickers.ticker, ':', 2), '[A-Z]{3}')

),

-- `Galbrun Bio` and `GalbrunBio`, `Elm & Sons` and `Elm Sons`; a short one only with the same ticker.
spacing_links as (

    select
        one.name_key,
        other.name_key as other_key,
        'spacing' as reason,
        one.release_id
    from names as one
    inner join names as other on one.bare_key = other.bare_key and one.name_key > other.name_key
    left join shared_tickers
        on one.name_key = shared_tickers.name_key and other.name_key = shared_tickers.other_key
    where
        (length(one.name_key) >= {{ var('spacing_least_chars') }} or shared_tickers.name_key is not null)
        and one.set_aside_reason is null
        and other.set_aside_reason is null

),

links as (

    select
        *,
        null as sentence
    from ticker_links
    union all
    select
        *,
        null as sentence
    from first_word_links
    union all
    select
        *,
        null as sentence
    from spacing_links
    union all
    select
        name_key,
        other_key,
        reason,
        release_id,
        null as sentence
    from {{ ref('int_sponsor_links__begun') }}
    union all
    select
        name_key,
        other_key,
        reason,
        release_id,
        sentence
    from {{ ref('int_sponsor_links__told') }}

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
