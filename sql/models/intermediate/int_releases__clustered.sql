with recursive

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

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

sentences as (

    select
        release_id,
        order_date,
        unnest(list_distinct(sketch)) as sentence_hash
    from releases

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
        sentences.*,
        repeated_sentences.release_count
    from sentences
    inner join repeated_sentences on sentences.sentence_hash = repeated_sentences.sentence_hash

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
        said_again.release_id,
        count(*) as boilerplate_count
    from said_again
    inner join boilerplate on said_again.sentence_hash = boilerplate.sentence_hash
    group by said_again.release_id

),

news_counts as (

    select
        releases.release_id,
        len(list_distinct(releases.sketch)) - coalesce(boilerplate_counts.boilerplate_count, 0) as news_count
    from releases
    left join boilerplate_counts on releases.release_id = boilerplate_counts.release_id

),

shared_news as (

    select
        said_again.release_id,
        said_again.order_date,
        said_again.sentence_hash,
        numbered.release_number
    from said_again
    inner join numbered on said_again.release_id = numbered.release_id
    anti join boilerplate on said_again.sentence_hash = boilerplate.sentence_hash

),

shared_sentences as (

    select
        one.release_id,
        other.release_id as other_release_id,
        count(*) as shared_count
    from shared_news as one
    inner join shared_news as other
        on
            one.sentence_hash = other.sentence_hash
            and one.release_number < other.release_number
            and other.order_date - one.order_date <= {{ var('copy_most_days') }}
    group by one.release_id, other.release_id

),

sketch_pairs as (

    select
        shared_sentences.release_id,
        shared_sentences.other_release_id
    from shared_sentences
    inner join news_counts as one on shared_sentences.release_id = one.release_id
    inner join news_counts as other on shared_sentences.other_release_id = other.release_id
    where
        shared_sentences.shared_count >= {{ var('copy_least_sentences') }}
        and shared_sentences.shared_count >= {{ var('copy_least_share') }} * least(one.news_count, other.news_count)

),

-- The same text, to the letter: a chain of neighbours is enough to join them all.
text_neighbours as (

    select
        releases.release_id,
        numbered.order_date,
        lag(releases.release_id) over same_text as earlier_release_id,
        lag(numbered.order_date) over same_text as earlier_order_date
    from releases
    inner join numbered on releases.release_id = numbered.release_id
    window same_text as (partition by releases.text_sha256 order by numbered.release_number)

),

pairs as (

    select
        release_id,
        other_release_id,
        'shared_sentences' as reason
    from sketch_pairs
    union all
    select
        earlier_release_id as release_id,
        release_id as other_release_id,
        'same_text' as reason
    from text_neighbours
    where order_date - earlier_order_date <= {{ var('copy_most_days') }}

),

edges as (

    select
        release_id,
        other_release_id
    from pairs
    union
    select
        other_release_id as release_id,
        release_id as other_release_id
    from pairs

),

-- Connected components: each release that has a neighbour passes its label on for as long as that lowers a neighbour's.
labels (release_id, label) {{ using_key('release_id') }} as (

    select
        numbered.release_id,
        numbered.release_number as label
    from numbered
    semi join edges on numbered.release_id = edges.release_id
    union
    select
        edges.other_release_id as release_id,
        min(labels.label) as label
    from labels
    inner join edges on labels.release_id = edges.release_id
    inner join recurring.labels as known on edges.other_release_id = known.release_id
    where labels.label < known.label
    group by edges.other_release_id

),

pair_members as (

    select
        release_id,
        reason
    from pairs
    union all
    select
        other_release_id as release_id,
        reason
    from pairs

),

reasons as (

    select
        release_id,
        min(reason) as reason
    from pair_members
    group by release_id

),

joined as (

    select
        labels.release_id,
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
    left join joined on numbered.release_id = joined.release_id
    left join reasons on numbered.release_id = reasons.release_id

)

select * from final
