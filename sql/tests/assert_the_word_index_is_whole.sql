-- A release with a letter or digit in it is in the index, and no word of it is lost on the way.
with

lengths as (

    select
        document_number,
        sum(word_count) as word_count
    from {{ ref('search_postings') }}
    group by document_number

),

indexed as (

    select
        documents.release_id,
        documents.word_count,
        lengths.word_count as posted_word_count
    from {{ ref('search_documents') }} as documents
    left join lengths on documents.document_number = lengths.document_number

)

select
    releases.release_id,
    indexed.word_count,
    indexed.posted_word_count
from {{ ref('releases') }} as releases
left join indexed on releases.release_id = indexed.release_id
where
    regexp_matches(releases.text, '[A-Za-z0-9]')
    and (indexed.release_id is null or indexed.word_count is distinct from indexed.posted_word_count)
