with

releases as (

    select * from {{ ref('int_releases__attributed') }}
    where sponsor_id is not null

),

spellings as (

    select
        *,
        sum(release_count) over (partition by sponsor_id, name_key) as name_release_count
    from {{ ref('int_sponsors__folded') }}
    where sponsor_id is not null

),

parents as (

    select * from {{ ref('int_sponsor_parents__resolved') }}

),

named_tickers as (

    select
        sponsor_id,
        release_id,
        unnest(tickers) as ticker,
        generate_subscripts(tickers, 1) as nth_ticker
    from releases

),

markets as (

    select distinct
        exchange,
        market
    from {{ ref('exchanges') }}

),

listed as (

    select
        named_tickers.*,
        split_part(named_tickers.ticker, ':', 2) as symbol,
        coalesce(markets.market, split_part(named_tickers.ticker, ':', 1)) as market
    from named_tickers
    left join markets on split_part(named_tickers.ticker, ':', 1) = markets.exchange

),

-- A company has one symbol in a market, and others made of it for units and warrants: a release names its own first.
placed as (

    select
        *,
        first_value(symbol) over (partition by release_id, market order by nth_ticker) as first_symbol,
        starts_with(symbol, first_symbol) or starts_with(first_symbol, symbol) as is_first
    from listed

),

ticker_counts as (

    select
        sponsor_id,
        ticker,
        count(*) as release_count,
        count(*) filter (where is_first) as first_count,
        max(count(*)) over (partition by ticker) as most_release_count
    from placed
    group by sponsor_id, ticker

),

release_counts as (

    select
        sponsor_id,
        count(*) as release_count,
        count(*) filter (where len(tickers) > 0) as with_ticker_count
    from releases
    group by sponsor_id

),

-- A release also names partners' and rivals' tickers; the sponsor's own stands in most of its releases that name any,
-- in half of them first, and in no more of another's. One that hardly any of its releases names is another's.
own_tickers as (

    select
        ticker_counts.sponsor_id,
        list(ticker_counts.ticker order by ticker_counts.release_count desc, ticker_counts.ticker asc) as tickers
    from ticker_counts
    inner join release_counts on ticker_counts.sponsor_id = release_counts.sponsor_id
    where
        ticker_counts.release_count * 2 > release_counts.with_ticker_count
        and ticker_counts.release_count * 4 >= release_counts.release_count
        and ticker_counts.first_count * 2 >= ticker_counts.release_count
        and ticker_counts.release_count = ticker_counts.most_release_count
    group by ticker_counts.sponsor_id

),

named as (

    select
        sponsor_id,
        -- What it is called now, as most of its releases spell it.
        first(
            issuer
            order by
                release_count = 0,
                is_former_name or sponsor_reason in ('headline', 'joint', 'ticker_and_name_within'),
                name_release_count desc,
                release_count desc,
                length(issuer) desc,
                issuer asc
        ) as name,
        list(issuer order by release_count desc, length(issuer) desc, issuer asc) as aliases,
        max(canonical_key) as name_key,
        list_sort(list_distinct(list(sponsor_reason))) as sponsor_reasons,
        min(first_observed_at) as first_named_at,
        max(first_observed_at) as last_named_at
    from spellings
    group by sponsor_id

),

called as (

    select
        sponsor_id,
        name
    from named

),

counted as (

    select
        sponsor_id,
        count(*) as release_count,
        count(distinct cluster_id) as announcement_count,
        count(distinct if(is_health, cluster_id, null)) as health_announcement_count,
        min(told_date) as first_told_date,
        max(told_date) as last_told_date,
        min(first_observed_at) as first_observed_at,
        max(first_observed_at) as last_observed_at
    from releases
    group by sponsor_id

),

final as (

    select
        named.sponsor_id,
        named.name,
        named.aliases,
        named.name_key,
        coalesce(own_tickers.tickers, []) as tickers,
        named.sponsor_reasons,
        parents.parent_sponsor_id,
        coalesce(called.name, parents.parent_name) as parent_name,
        parents.release_id as parent_release_id,
        -- Nothing is issued under the name of whom only others tell of.
        coalesce(counted.release_count, 0) as release_count,
        coalesce(counted.announcement_count, 0) as announcement_count,
        coalesce(counted.health_announcement_count, 0) as health_announcement_count,
        counted.first_told_date,
        counted.last_told_date,
        coalesce(counted.first_observed_at, named.first_named_at) as first_observed_at,
        coalesce(counted.last_observed_at, named.last_named_at) as last_observed_at
    from named
    left join counted on named.sponsor_id = counted.sponsor_id
    left join own_tickers on named.sponsor_id = own_tickers.sponsor_id
    left join parents on named.sponsor_id = parents.sponsor_id
    left join called on parents.parent_sponsor_id = called.sponsor_id

)

select * from final
order by name asc, sponsor_id asc
