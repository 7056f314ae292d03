with recursive

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

texts as not materialized (

    select * from {{ ref('int_releases__texts') }}

),

-- The earliest telling has the lowest number; a cluster takes the number of its earliest member.
numbered as (

    select
        release_id,
        order_date,
        row_number() over (
            order by order_date asc, published_at asc nulls last, first_observed_at asc, release_id asc
        ) as release_number
    from releases

),

-- Made anew for each reader: it is by far the longest list here, too long for memory in a large archive.
sentences as not materialized (

    select
        release_id,
        unnest(list_distinct(sketch)) as sentence_hash
    from texts

),

-- Most sentences are said once: they make no pair, and only count.
repeated_sentences as (

    select
        sentence_hash,
        count(*) as release_count
    from sentences
    group by sentence_hash
    having count(*) > 1

),

said_again as (

    select
        numbered.release_number,
        numbered.order_date,
        repeated_sentences.sentence_hash,
        repeated_sentences.release_count
    from sentences
    inner join repeated_sentences on sentences.sentence_hash = repeated_sentences.sentence_hash
    inner join numbered on sentences.release_id = numbered.release_id

),

-- News is said once, or once more by a late reprint; what is said again and again, or by everybody, is boilerplate.
boilerplate as (

    select sentence_hash
    from said_again
    group by sentence_hash
    having
        max(release_count) > {{ var('copy_most_releases') }}
        or count(
            distinct floor((order_date - date '1970-01-01') / {{ var('copy_period_days') }})
        ) > {{ var('copy_most_periods') }}

),

boilerplate_counts as (

    select
        said_again.release_number,
        count(*) as boilerplate_count
    from said_again
    inner join boilerplate on said_again.sentence_hash = boilerplate.sentence_hash
    group by said_again.release_number

),

shared_news as (

    select
        said_again.release_number,
        said_again.order_date,
        said_again.sentence_hash
    from said_again
    anti join boilerplate on said_again.sentence_hash = boilerplate.sentence_hash

),

shared_sentences as (

    select
        one.release_number,
        other.release_number as other_release_number,
        count(*) as shared_count
    from shared_news as one
    inner join shared_news as other
        on
            one.sentence_hash = other.sentence_hash
            and one.release_number < other.release_number
            and other.order_date - one.order_date <= {{ var('copy_most_days') }}
    group by one.release_number, other.release_number
    having count(*) >= {{ var('copy_least_sentences') }}

),

-- Only of releases that share enough.
compared as (

    select release_number from shared_sentences
    union
    select other_release_number as release_number from shared_sentences

),

news_counts as (

    select
        compared.release_number,
        len(list_distinct(texts.sketch)) - coalesce(boilerplate_counts.boilerplate_count, 0) as news_count
    from compared
    inner join numbered on compared.release_number = numbered.release_number
    inner join texts on numbered.release_id = texts.release_id
    left join boilerplate_counts on compared.release_number = boilerplate_counts.release_number

),

sketch_pairs as (

    select
        shared_sentences.release_number,
        shared_sentences.other_release_number
    from shared_sentences
    inner join news_counts as one on shared_sentences.release_number = one.release_number
    inner join news_counts as other on shared_sentences.other_release_number = other.release_number
    where shared_sentences.shared_count >= {{ var('copy_least_share') }} * least(one.news_count, other.news_count)

),

-- The same text, to the letter: a chain of neighbours is enough to join them all.
repeated_texts as (

    select text_sha256
    from releases
    group by text_sha256
    having count(*) > 1

),

text_neighbours as (

    select
        numbered.release_number,
        numbered.order_date,
        lag(numbered.release_number) over same_text as earlier_release_number,
        lag(numbered.order_date) over same_text as earlier_order_date
    from releases
    semi join repeated_texts on releases.text_sha256 = repeated_texts.text_sha256
    inner join numbered on releases.release_id = numbered.release_id
    window same_text as (partition by releases.text_sha256 order by numbered.release_number)

),

pairs as (

    select
        release_number,
        other_release_number,
        'shared_sentences' as reason
    from sketch_pairs
    union all
    select
        earlier_release_number as release_number,
        release_number as other_release_number,
        'same_text' as reason
    from text_neighbours
    where order_date - earlier_order_date <= {{ var('copy_most_days') }}

),

edges as (

    select
        release_number,
        other_release_number
    from pairs
    union
    select
        other_release_number as release_number,
        release_number as other_release_number
    from pairs

),

-- Connected components: each release that has a neighbour passes its label on for as long as that lowers a neighbour's.
labels (release_number, label) {{ using_key('release_number') }} as (

    select distinct
        release_number,
        release_number as label
    from edges
    union all
    select
        edges.other_release_number as release_number,
        min(labels.label) as label
    from labels
    inner join edges on labels.release_number = edges.release_number
    inner join recurring.labels as known on edges.other_release_number = known.release_number
    where labels.label < known.label
    group by edges.other_release_number

),

pair_members as (

    select
        release_number,
        reason
    from pairs
    union all
    select
        other_release_number as release_number,
        reason
    from pairs

),

reasons as (

    select
        release_number,
        min(reason) as reason
    from pair_members
    group by release_number

),

joined as (

    select
        labels.release_number,
        leader.release_id as cluster_id,
        count(*) over (partition by labels.label) as cluster_size
    from labels
    inner join numbered as leader on labels.label = leader.release_number

),

final as (

    select
        numbered.release_id,
        coalesce(joined.cluster_id, numbered.release_id) as cluster_id,
        coalesce(joined.cluster_id != numbered.release_id, false) as is_copy,
        coalesce(reasons.reason, 'alone') as cluster_reason,
        numbered.release_number,
        coalesce(joined.cluster_size, 1) as cluster_size
    from numbered
    left join joined on numbered.release_number = joined.release_number
    left join reasons on numbered.release_number = reasons.release_number

)

select * from final
