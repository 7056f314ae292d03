with recursive

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

-- The earliest telling has the lowest number; a cluster takes the number of its earliest member.
numbered as (

    select
        release_id,
        text_sha256,
        order_date,
        sketch,
        row_number() over (
            order by order_date asc, published_at asc nulls last, first_observed_at asc, release_id asc
        ) as release_number
    from releases

),

sentences as (

    select distinct
        release_id,
        release_number,
        order_date,
        unnest(sketch) as sentence_hash
    from numbered

),

-- News is said once, or once more by a late reprint; what is said again and again, or by everybody, is boilerplate.
sentence_spread as (

    select
        sentence_hash,
        count(*) as release_count,
        count(
            distinct floor((order_date - date '1970-01-01') / {{ var('copy_period_days') }})
        ) as period_count
    from sentences
    group by sentence_hash

),

news_sentences as (

    select sentences.*
    from sentences
    inner join sentence_spread on sentences.sentence_hash = sentence_spread.sentence_hash
    where
        sentence_spread.release_count <= {{ var('copy_most_releases') }}
        and sentence_spread.period_count <= {{ var('copy_most_periods') }}

),

news_counts as (

    select
        release_id,
        count(*) as news_count
    from news_sentences
    group by release_id

),

shared_sentences as (

    select
        one.release_id,
        other.release_id as other_release_id,
        count(*) as shared_count
    from news_sentences as one
    inner join news_sentences as other
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
        release_id,
        order_date,
        lag(release_id) over same_text as earlier_release_id,
        lag(order_date) over same_text as earlier_order_date
    from numbered
    window same_text as (partition by text_sha256 order by release_number)

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

-- Connected components: each release passes its label on for as long as that lowers a neighbour's.
labels (release_id, label) {{ using_key('release_id') }} as (

    select
        release_id,
        release_number as label
    from numbered
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

final as (

    select
        labels.release_id,
        leader.release_id as cluster_id,
        labels.release_id != leader.release_id as is_copy,
        coalesce(reasons.reason, 'alone') as cluster_reason,
        numbered.release_number,
        count(*) over (partition by leader.release_id) as cluster_size
    from labels
    inner join numbered on labels.release_id = numbered.release_id
    inner join numbered as leader on labels.label = leader.release_number
    left join reasons on labels.release_id = reasons.release_id

)

select * from final
