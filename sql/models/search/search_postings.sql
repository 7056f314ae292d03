with

counted as (

    select * from {{ ref('int_words__counted') }}

),

final as (

    select
        word_number,
        release_number::integer as document_number,
        word_count
    from counted

)

-- Together on the disk, so that a search reads the blocks of its words and no others.
select * from final
order by word_number asc, document_number asc
