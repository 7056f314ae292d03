with

texts as (

    select * from {{ ref('int_releases__texts') }}

),

-- What stands between two spaces, marks and all: few are told apart, so that only few are folded.
written as (

    select distinct unnest(string_split(text, ' ')) as written
    from texts

),

pieces as (

    select
        written,
        unnest(string_split({{ fold_text('written') }}, ' ')) as piece
    from written

),

folded as (

    select
        written,
        {{ fold_word('piece') }} as word,
        count(*) as word_count
    from pieces
    group by all

),

final as (

    select
        *,
        (dense_rank() over (order by word))::integer as word_number
    from folded

)

select * from final
