with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

written as (

    select
        release_id,
        unnest(string_split({{ fold_text('text') }}, ' ')) as word
    from releases

),

counted as (

    select
        release_id,
        word,
        count(*) as word_count
    from written
    group by release_id, word

),

final as (

    select
        release_id,
        {{ fold_word('word') }} as word,
        sum(word_count)::bigint as word_count
    from counted
    group by all

)

select * from final
