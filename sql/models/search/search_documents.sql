with

counted as (

    select * from {{ ref('int_words__counted') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

lengths as (

    select
        release_number,
        sum(word_count)::bigint as word_count
    from counted
    group by release_number

),

final as (

    select
        clusters.release_number::integer as document_number,
        clusters.release_id,
        lengths.word_count
    from lengths
    inner join clusters on lengths.release_number = clusters.release_number

)

select * from final
order by document_number asc
