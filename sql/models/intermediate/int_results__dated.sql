-- Of which quarter a sponsor's results are, as `2/2025`: it tells them from those of other quarters. Those that are due
-- on a set day are of one, too.
with

statements as (

    select * from {{ ref('int_milestones__read') }}
    where
        milestone_type = 'financial_results'
        and sponsor_id is not null
        and (role != 'guidance' or window_end - window_start <= {{ var('telling_window_most_days') }})

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

-- Grouped, or a spelling is folded anew for each statement.
first_words as (

    select distinct
        sponsor_id,
        string_split({{ fold_sponsor('issuer') }}, ' ')[1] as first_word
    from {{ ref('int_sponsors__folded') }}

),

-- A sentence that does not say of which quarter it is speaks of the headline's.
told as (

    select
        statements.milestone_id,
        statements.sponsor_id,
        statements.sentence,
        if(statements.role = 'guidance', statements.window_end, statements.order_date) as results_date,
        if(statements.role = 'guidance', statements.window_end, statements.told_date) as told_results_date,
        if(
            regexp_matches(statements.sentence, '{{ var("quarter_pattern") }}')
            or not regexp_matches(releases.title, '{{ var("quarter_pattern") }}'),
            statements.sentence,
            releases.title
        ) as period_told,
        ' ' || {{ fold_text("statements.sentence || ' ' || releases.title") }} || ' ' as words,
        try_strptime(
            regexp_extract(statements.sentence, '(?i)\bquarter (?:that )?end(?:ed|ing) ([a-z]+ \d{1,2}, 20\d\d)', 1),
            '%B %d, %Y'
        ) as quarter_end,
        regexp_extract(period_told, '(?i)\b(first half|six months|nine months) of (20\d\d)', ['part', 'year']) as half,
        -- `Results of fiscal 2025`; those of a part of it and an outlook are none.
        if(
            regexp_matches(
                statements.sentence,
                '(?i)\b(guidance|outlook|expect|forecast|target|project|(half|months|weeks) of (the )?(full|fiscal|FY))'
            ),
            null,
            regexp_extract(
                statements.sentence, '(?i)\b(full[- ]year|fiscal year|fiscal|FY)\s?(20\d\d)\b', ['kind', 'year']
            )
        ) as whole_year
    from statements
    inner join releases on statements.release_id = releases.release_id
    -- Not of a house that covers others.
    where
        not regexp_matches(releases.title, '(?i)\b(coverage|report on)\b')
        or regexp_matches(statements.sentence, '{{ var("quarter_pattern") }}')

),

-- Whoever writes of others' results every day is not the company whose quarter it is.
of_sponsor as (

    select distinct told.*
    from told
    inner join first_words
        on told.sponsor_id = first_words.sponsor_id and contains(told.words, ' ' || first_words.first_word || ' ')

),

-- `Second quarter of 2025`, `Q2 2025`, `2Q25`.
with_number as (

    select
        *,
        regexp_extract(period_told, '{{ var("quarter_pattern") }}', ['word', 'q', 'nq']) as numbered,
        coalesce(
            try_cast(nullif(numbered['q'] || numbered['nq'], '') as integer),
            nullif(list_position(['first', 'second', 'third', 'fourth'], lower(numbered['word'])), 0)
        ) as quarter_number
    from of_sponsor

),

-- A quarter without its year, or without its number, is the last that had ended when it was told, or is to be; a fiscal
-- one may be any, and is known by the year in which it was told.
final as (

    select
        milestone_id,
        case
            when quarter_number is not null
                then
                    quarter_number || '/' || coalesce(
                        nullif(
                            regexp_extract(
                                period_told, '(?i)(?:quarter|Q[1-4])(?: of)?(?: fiscal)?(?: year)? (20\d\d)', 1
                            ),
                            ''
                        ),
                        '20' || nullif(regexp_extract(period_told, '\b[1-4]Q(\d\d)\b', 1), ''),
                        'fiscal ' || nullif(
                            regexp_extract(
                                period_told, '(?i)\bfiscal (?:year )?(20\d\d)\D{1,30}(?:quarter|Q[1-4])', 1
                            ),
                            ''
                        ),
                        if(regexp_matches(period_told, '(?i)\bfiscal'), 'fiscal ' || year(results_date), null),
                        (year(results_date) - if(quarter_number * 3 > month(results_date) - 1, 1, 0))::varchar
                    )
            when quarter_end is not null then quarter(quarter_end) || '/' || year(quarter_end)
            -- The year's results come with those of its last quarter.
            when whole_year['year'] != ''
                then
                    '4/' || if(lower(whole_year['kind'])[:4] = 'full', '', 'fiscal ') || whole_year['year']
            when half['part'] != ''
                then replace(lower(half['part']), 'six months', 'first half') || '/' || half['year']
            else quarter(told_results_date - interval 3 month) || '/' || year(told_results_date - interval 3 month)
        end as period
    from with_number
    where
        quarter_number is not null
        or quarter_end is not null
        or half['part'] != ''
        or whole_year['year'] != ''
        or (told_results_date is not null and regexp_matches(sentence, '(?i)\bquarter'))

)

select * from final
