-- BM25 with the constants of DuckDB's own full-text search (k 1.2, b 0.75, logarithm to 10), and so with its scores,
-- but over plain tables: its match_bm25 needs the extension also to read.
with

asked as (

    select distinct {{ fold_word('typed.word') }} as word
    from (select unnest(string_split({{ fold_text('words') }}, ' ')) as word) as typed

),

measured as (

    select
        count(*) as document_count,
        avg(word_count) as mean_word_count
    from {{ published('search_documents') }}

),

scored as (

    select
        documents.release_id,
        count(*) as found_count,
        sum(
            log((measured.document_count - indexed.release_count + 0.5) / (indexed.release_count + 0.5) + 1)
            * postings.word_count * 2.2
            / (postings.word_count + 1.2 * (0.25 + 0.75 * documents.word_count / measured.mean_word_count))
        ) as score
    from asked
    inner join {{ published('search_words') }} as indexed on asked.word = indexed.word
    inner join {{ published('search_postings') }} as postings on indexed.word_number = postings.word_number
    inner join {{ published('search_documents') }} as documents on postings.document_number = documents.document_number
    cross join measured
    group by documents.release_id

),

final as (

    select
        -- Sums differ in their last digits from run to run.
        round(scored.score, 6) as score,
        scored.found_count = (select count(*) from asked) as has_all_words,
        releases.told_date,
        sponsors.name as sponsor,
        releases.title,
        releases.url,
        releases.is_trial_news,
        releases.is_copy,
        releases.cluster_id,
        releases.release_id,
        releases.sponsor_id,
        releases.source_id,
        releases.first_observed_at
    from scored
    inner join {{ published('releases') }} as releases on scored.release_id = releases.release_id
    left join {{ published('sponsors') }} as sponsors on releases.sponsor_id = sponsors.sponsor_id

)

select * from final
order by score desc, told_date desc nulls last, release_id asc
