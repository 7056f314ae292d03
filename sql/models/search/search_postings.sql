with

counted as (

    select * from {{ ref('int_words__counted') }}

),

words as (

    select * from {{ ref('search_words') }}

),

documents as (

    select * from {{ ref('search_documents') }}

),

final as (

    select
        words.word_number,
        documents.document_number,
        counted.word_count::integer as word_count
    from counted
    inner join words on counted.word = words.word
    inner join documents on counted.release_id = documents.release_id

)

-- Together on the disk, so that a search reads the blocks of its words and no others.
select * from final
order by word_number asc, document_number asc
