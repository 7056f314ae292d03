with

announced_ordered as (

    select
        *,
        lag(order_date) over in_group as previous_order_date,
        lag(release_number) over in_group as previous_release_number,
        lag(window_start) over in_group as previous_window_start,
        lag(window_end) over in_group as previous_window_end,
        lag(sentence_key) over in_group as previous_sentence_key,
        lag(society) over in_group as previous_society
    from {{ ref('int_tellings__parted') }}
    where role = 'announced'
    window in_group as (partition by group_id, part order by order_date, rank_key)

),

-- A headline and its lead tell of one person, one award or one quarter, whatever days stand beside; one sentence, of
-- two. Within months, the same words tell the same again, and so do `recently`, the same sum, a society's meeting and
-- the topline results of a trial. What comes again and again is told in nearly the same words each time: there all must
-- be the same. Words are compared last: a case goes no further than it must.
announced_compared as (

    select
        *,
        coalesce(
            previous_release_number = release_number
            and regexp_matches(subject_key, '^(person|award|period):')
            and sentence_key != previous_sentence_key,
            false
        ) as repeats_headline,
        case
            when previous_order_date is null then false
            when order_date - previous_order_date <= {{ var('announced_again_most_days') }} then false
            when order_date - previous_order_date > {{ var('same_words_most_days') }} then false
            when is_whole_topline or starts_with(subject_key, 'amount:') or society = previous_society then true
            else
                list_has_any(string_split(sentence_key, ' '), ['recently', 'previously'])
                or len(list_intersect(string_split(sentence_key, ' '), string_split(previous_sentence_key, ' ')))
                >= if(is_recurring, 1, {{ var('same_words_least_share') }})
                * greatest(
                    len(list_distinct(string_split(sentence_key, ' '))),
                    len(list_distinct(string_split(previous_sentence_key, ' ')))
                )
        end as is_same_told_later
    from announced_ordered

),

-- An announcement opens a new event unless it repeats the one before within days, or is the same told later. Two
-- releases of one day that say the same of something without a name, as `this trial was published today`, speak of two.
announced_numbered as (

    select
        *,
        sum(
            if(
                previous_order_date is null
                or (previous_release_number = release_number and not repeats_headline)
                or (
                    order_date - previous_order_date > {{ var('announced_again_most_days') }}
                    and not is_once_only
                    and not is_same_told_later
                )
                or (
                    coalesce(window_start > previous_window_end or window_end < previous_window_start, false)
                    and not repeats_headline
                )
                or (
                    starts_with(subject_key, 'sentence:')
                    and theme != 'corporate'
                    and order_date = previous_order_date
                    and previous_release_number != release_number
                ),
                1,
                0
            )
        ) over (partition by group_id, part order by order_date, rank_key) as event_number
    from announced_compared

),

final as (

    select
        telling_id,
        group_id,
        order_date,
        'announced:' || if(part = '', '', part || '/') || event_number as event_key,
        part,
        if(row_number() over in_event = 1, 'first_told', 'announced_again') as reason,
        min(order_date) over whole_event as announced_date,
        min(
            coalesce(window_start, order_date - {{ var('announced_after_most_days') }})
        ) over whole_event as event_start,
        max(coalesce(window_end, order_date)) over whole_event as event_end,
        min(indication_key) over whole_event as indication_key
    from announced_numbered
    window
        in_event as (partition by group_id, part, event_number order by order_date, rank_key),
        whole_event as (partition by group_id, part, event_number)

)

select * from final
