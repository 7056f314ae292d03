-- Round-ups tell of several companies, a paragraph each: `Tarn Bio (NASDAQ: TRN) is …`. What such a paragraph states is
-- not the sponsor's of the release, unless it names him.
with

milestones as (

    select * from {{ source('staging', 'milestones') }}

),

attributed as (

    select
        release_id,
        sponsor_id
    from {{ ref('int_releases__attributed') }}
    where
        sponsor_id is not null
        and len(list_distinct(list_transform(tickers, lambda ticker: split_part(ticker, ':', 2)))) > 1

),

releases as (

    select
        told.release_id,
        told.capture_id,
        told.observed_date,
        written.text,
        attributed.sponsor_id
    from {{ ref('int_releases__deduplicated') }} as told
    inner join attributed on told.release_id = attributed.release_id
    -- Few: not by way of int_releases__texts, which reads all texts.
    inner join {{ ref('int_releases__versions') }} as written
        on
            told.release_id = written.release_id
            and told.capture_id = written.capture_id
            and told.observed_date = written.observed_date

),

own_tickers as (

    select
        name_key,
        split_part(ticker, ':', 2) as symbol
    from {{ ref('int_sponsor_tickers__owned') }}

),

spellings as (

    select distinct
        sponsor_id,
        name_key,
        string_split(name_key, ' ')[1] as first_word
    from {{ ref('int_sponsors__folded') }}
    where sponsor_id is not null

),

-- What a text may call its sponsor.
marks as (

    select
        spellings.sponsor_id,
        list_distinct(list(spellings.first_word)) as words,
        list_distinct(list(own_tickers.symbol)) as symbols
    from spellings
    left join own_tickers on spellings.name_key = own_tickers.name_key
    group by spellings.sponsor_id

),

-- Line beginnings up to the first ticker.
openings as (

    select
        releases.release_id,
        releases.sponsor_id,
        unnest(regexp_extract_all(releases.text, '(?:^|\n)({{ var("opening_with_ticker") }})', 1)) as opening
    from releases

),

round_ups as (

    select distinct openings.release_id
    from openings
    inner join marks on openings.sponsor_id = marks.sponsor_id
    where not {{ names_one_of('openings.opening', 'marks') }}

),

-- A statement and its text from the last such beginning on.
stated as (

    select
        milestones.milestone_id,
        releases.sponsor_id,
        regexp_extract(
            substr(releases.text, 1, milestones.span_end),
            '(?s)^(?:.*\n)?({{ var("opening_with_ticker") }}.*)$',
            1
        ) as told_text
    from milestones
    inner join releases
        on
            milestones.release_id = releases.release_id
            and milestones.capture_id = releases.capture_id
            and milestones.observed_date = releases.observed_date
    semi join round_ups on releases.release_id = round_ups.release_id

),

others as (

    select
        stated.milestone_id,
        regexp_extract(stated.told_text, '^({{ var("opening_with_ticker") }})', 1) as opening,
        regexp_matches(stated.told_text, '(?s)\(.*\([A-Z][A-Za-z .-]{1,20}:\s?[A-Z]') as has_other_ticker
    from stated
    inner join marks on stated.sponsor_id = marks.sponsor_id
    where stated.told_text != '' and not {{ names_one_of('stated.told_text', 'marks') }}

),

-- Whose the paragraph is: the one sponsor that owns the ticker and whose name stands before it.
owners as (

    select
        others.milestone_id,
        any_value(spellings.sponsor_id) as sponsor_id
    from others
    inner join own_tickers on regexp_extract(others.opening, '([A-Z\d.]+)$', 1) = own_tickers.symbol
    inner join spellings on own_tickers.name_key = spellings.name_key
    where
        not others.has_other_ticker
        and contains(' ' || {{ fold_text('others.opening') }} || ' ', ' ' || spellings.first_word || ' ')
    group by others.milestone_id
    having count(distinct spellings.sponsor_id) = 1

),

final as (

    select
        others.milestone_id,
        owners.sponsor_id
    from others
    left join owners on others.milestone_id = owners.milestone_id

)

select * from final
