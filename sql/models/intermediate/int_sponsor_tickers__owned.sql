with

releases as (

    select * from {{ ref('int_releases__issued') }}

),

event_sponsors as (

    select * from {{ ref('int_event_sponsors__named') }}
    where ticker is not null

),

spellings as (

    select * from {{ ref('int_sponsor_names__folded') }}

),

by_issuer as (

    select
        releases.release_id,
        releases.first_observed_at,
        spellings.name_key,
        list_distinct(releases.tickers) as tickers
    from releases
    inner join spellings on releases.spelling = spellings.spelling

),

-- Of a company that others tell of; one that issues news names its own.
by_others as (

    select
        event_sponsors.release_id,
        min(event_sponsors.first_observed_at) as first_observed_at,
        spellings.name_key,
        list_distinct(list(event_sponsors.ticker)) as tickers
    from event_sponsors
    inner join spellings on event_sponsors.spelling = spellings.spelling
    anti join by_issuer on spellings.name_key = by_issuer.name_key
    group by event_sponsors.release_id, spellings.name_key

),

issued as (

    select * from by_issuer
    union all
    select * from by_others

),

named_tickers as (

    select
        name_key,
        release_id,
        first_observed_at,
        unnest(tickers) as ticker
    from issued

),

ticker_counts as (

    select
        name_key,
        ticker,
        count(*) as release_count,
        min_by(release_id, (first_observed_at, release_id)) as release_id
    from named_tickers
    group by name_key, ticker

),

releases_with_ticker as (

    select
        name_key,
        count(*) as release_count
    from issued
    where len(tickers) > 0
    group by name_key

),

-- A release may name the tickers of partners; a name's own, at home and abroad, stand in most of its releases.
final as (

    select
        ticker_counts.name_key,
        ticker_counts.ticker,
        ticker_counts.release_id
    from ticker_counts
    inner join releases_with_ticker on ticker_counts.name_key = releases_with_ticker.name_key
    where ticker_counts.release_count * 2 > releases_with_ticker.release_count

)

select * from final
