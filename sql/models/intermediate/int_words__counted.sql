with

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

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
        unnest(string_split(releases.text, ' ')) as written
    from releases
    inner join clusters on releases.release_id = clusters.release_id

),

final as (

    select
        written.release_number,
        folded.word_number,
        sum(folded.word_count)::integer as word_count
    from written
    inner join folded on written.written = folded.written
    group by all

)

select * from final
