with

postings as (

    select * from {{ ref('search_postings') }}

),

folded as (

    select * from {{ ref('int_words__folded') }}

),

words as (

    select distinct
        word_number,
        word
    from folded

),

release_counts as (

    select
        word_number,
        count(*) as release_count
    from postings
    group by word_number

),

final as (

    select
        words.word_number,
        words.word,
        release_counts.release_count
    from words
    inner join release_counts on words.word_number = release_counts.word_number

)

select * from final
order by word asc
