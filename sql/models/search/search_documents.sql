with

counted as (

    select * from {{ ref('int_words__counted') }}

),

lengths as (

    select
        release_id,
        sum(word_count)::bigint as word_count
    from counted
    group by release_id

),

final as (

    select
        row_number() over (order by release_id)::integer as document_number,
        release_id,
        word_count
    from lengths

)

select * from final
order by document_number asc
