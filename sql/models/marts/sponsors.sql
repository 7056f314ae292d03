with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

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

issued as (

    select
        spellings.sponsor_id,
        releases.release_id,
        releases.tickers,
        releases.told_date,
        releases.is_health,
        releases.first_observed_at,
        clusters.cluster_id
    from releases
    inner join spellings on trim(releases.issuer) = spellings.issuer
    inner join clusters on releases.release_id = clusters.release_id

),

named_tickers as (

    select distinct
        sponsor_id,
        release_id,
        unnest(tickers) as ticker
    from issued

),

ticker_counts as (

    select
        sponsor_id,
        ticker,
        count(*) as release_count,
        max(count(*)) over (partition by ticker) as most_release_count
    from named_tickers
    group by sponsor_id, ticker

),

releases_with_ticker as (

    select
        sponsor_id,
        count(*) as release_count
    from issued
    where len(tickers) > 0
    group by sponsor_id

),

-- A release also names partners' and rivals' tickers; the sponsor's own stands in most of its releases, and in no more
-- of another's.
own_tickers as (

    select
        ticker_counts.sponsor_id,
        list(ticker_counts.ticker order by ticker_counts.release_count desc, ticker_counts.ticker asc) as tickers
    from ticker_counts
    inner join releases_with_ticker on ticker_counts.sponsor_id = releases_with_ticker.sponsor_id
    where
        ticker_counts.release_count * 2 > releases_with_ticker.release_count
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
                is_former_name or sponsor_reason in ('headline', 'ticker_and_name_within'),
                name_release_count desc,
                release_count desc,
                length(issuer) desc,
                issuer asc
        ) as name,
        list(issuer order by release_count desc, length(issuer) desc, issuer asc) as aliases,
        max(canonical_key) as name_key,
        list_sort(list_distinct(list(sponsor_reason))) as sponsor_reasons
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
    from issued
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
        counted.release_count,
        counted.announcement_count,
        counted.health_announcement_count,
        counted.first_told_date,
        counted.last_told_date,
        counted.first_observed_at,
        counted.last_observed_at
    from named
    inner join counted on named.sponsor_id = counted.sponsor_id
    left join own_tickers on named.sponsor_id = own_tickers.sponsor_id
    left join parents on named.sponsor_id = parents.sponsor_id
    left join called on parents.parent_sponsor_id = called.sponsor_id

)

select * from final
order by name asc, sponsor_id asc
