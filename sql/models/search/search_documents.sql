with

postings as (

    select * from {{ ref('search_postings') }}

),

clusters as (

    select * from {{ ref('int_releases__clustered') }}

),

lengths as (

    select
        document_number,
        sum(word_count)::bigint as word_count
    from postings
    group by document_number

),

final as (

    select
        lengths.document_number,
        clusters.release_id,
        lengths.word_count
    from lengths
    inner join clusters on lengths.document_number = clusters.release_number

)

select * from final
order by document_number asc
