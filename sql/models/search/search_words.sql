with

counted as (

    select * from {{ ref('int_words__counted') }}

),

words as (

    select
        word,
        count(*) as release_count
    from counted
    group by word

),

final as (

    select
        row_number() over (order by word)::integer as word_number,
        word,
        release_count
    from words

)

select * from final
order by word asc
