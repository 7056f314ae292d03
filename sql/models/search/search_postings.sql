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
        clusters.release_number::integer as release_number,
        unnest(string_split(texts.text, ' ')) as written
    from texts
    inner join clusters on texts.release_id = clusters.release_id

),

-- A row for each time that the word stands there: to count rows takes half the memory of a sum.
words as (

    select
        written,
        word_number,
        unnest(range(word_count)) as nth
    from folded
    -- True of all; but it has DuckDB keep the words in memory and look up the texts' in them, not the other way round.
    where word_count > 0

),

final as (

    select
        words.word_number,
        written.release_number as document_number,
        count(*)::integer as word_count
    from written
    inner join words on written.written = words.written
    group by words.word_number, written.release_number

)

-- Together on the disk, so that a search reads the blocks of its words and no others.
select * from final
order by word_number asc, document_number asc
