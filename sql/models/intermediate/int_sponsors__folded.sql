with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

issuers as (

    select
        release_id,
        trim(issuer) as issuer,
        {{ fold_sponsor('trim(issuer)') }} as name_key,
        list_distinct(tickers) as tickers
    from releases
    where trim(issuer) != ''

),

spellings as (

    select
        issuer,
        name_key,
        count(*) as release_count
    from issuers
    group by issuer, name_key

),

name_keys as (

    select distinct name_key from spellings

),

named_tickers as (

    select
        name_key,
        unnest(tickers) as ticker
    from issuers

),

ticker_counts as (

    select
        name_key,
        ticker,
        count(*) as release_count
    from named_tickers
    group by name_key, ticker

),

releases_with_ticker as (

    select
        name_key,
        count(*) as release_count
    from issuers
    where len(tickers) > 0
    group by name_key

),

-- A release may name the tickers of partners; a name's own, at home and abroad, stand in most of its releases.
own_tickers as (

    select
        ticker_counts.name_key,
        ticker_counts.ticker
    from ticker_counts
    inner join releases_with_ticker on ticker_counts.name_key = releases_with_ticker.name_key
    where ticker_counts.release_count * 2 > releases_with_ticker.release_count

),

-- `Galbrun` and `Galbrun Therapeutics` are one sponsor where both own the same ticker.
shorter_names as (

    select
        longer.name_key,
        min_by(shorter.name_key, (length(shorter.name_key), shorter.name_key)) as canonical_key
    from own_tickers as longer
    inner join own_tickers as shorter
        on
            longer.ticker = shorter.ticker
            and starts_with(longer.name_key, shorter.name_key || ' ')
    group by longer.name_key

),

canonical as (

    select
        name_keys.name_key,
        coalesce(shorter_names.canonical_key, name_keys.name_key) as canonical_key,
        if(shorter_names.canonical_key is null, 'name', 'ticker_and_name_start') as sponsor_reason
    from name_keys
    left join shorter_names on name_keys.name_key = shorter_names.name_key

),

final as (

    select
        spellings.issuer,
        spellings.name_key,
        canonical.canonical_key,
        {{ stable_id(["'sponsor'", 'canonical.canonical_key']) }} as sponsor_id,
        canonical.sponsor_reason,
        spellings.release_count
    from spellings
    inner join canonical on spellings.name_key = canonical.name_key

)

select * from final
