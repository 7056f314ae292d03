with

texts as (

    select * from {{ ref('int_releases__texts') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

folded as (

    select * from {{ ref('int_words__folded') }}

),

written as (

    select
        clusters.release_number,
        unnest(string_split(texts.text, ' ')) as written
    from texts
    inner join clusters on texts.release_id = clusters.release_id

),

words as (

    select
        written,
        word_number::bigint << 32 as word_place,
        unnest(range(word_count)) as nth
    from folded
    -- True of all; but it has DuckDB keep the words in memory and look up the texts' in them, not the other way round.
    where word_count > 0

),

-- A row for each time that a word stands in a release, word and release as one number. They are to lie sorted anyhow: so
-- those that are alike follow each other, and are counted without a group for each, which would take twice as long. The
-- test of the key sees it, if ever they did not.
places as (

    select words.word_place + written.release_number as place
    from written
    inner join words on written.written = words.written
    order by place

),

numbered as (

    select
        place,
        row_number() over () as row_count,
        lead(place) over () as next_place
    from places

),

-- The last of each word and release.
counted as (

    select
        place,
        row_count - lag(row_count, 1, 0) over () as word_count
    from numbered
    where next_place is distinct from place

),

-- Together on the disk, so that a search reads the blocks of its words and no others.
final as (

    select
        (place >> 32)::integer as word_number,
        (place & 4294967295)::integer as document_number,
        word_count::integer as word_count
    from counted

)

select * from final
