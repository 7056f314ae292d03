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

-- Only where a release names one ticker is it surely the issuer's own.
own_tickers as (

    select distinct
        name_key,
        tickers[1] as ticker
    from issuers
    where len(tickers) = 1

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
