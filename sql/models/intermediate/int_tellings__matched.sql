with

tellings as (

    select
        * replace (
            -- The end of the quarter is not when its results were told.
            if(starts_with(subject_key, 'period:'), null, window_start) as window_start,
            if(starts_with(subject_key, 'period:'), null, window_end) as window_end
        ),
        coalesce(
            list_contains({{ var('once_only_types') }}, milestone_type)
            and (
                starts_with(subject_key, 'trial:')
                or (starts_with(subject_key, 'product:') and milestone_type = 'designation_granted')
            ),
            false
        )
        or starts_with(coalesce(subject_key, ''), 'period:') as is_once_only,
        list_contains({{ var('recurring_types') }}, milestone_type) as is_recurring,
        -- Topline results of a trial are out once; those of a part of it are others.
        milestone_type = 'topline_readout'
        and starts_with(subject_key, 'trial:')
        and not regexp_matches(sentence_key, '{{ var("words_for_parts_of_trials") }}') as is_whole_topline,
        if(role = 'announced', list_distinct(string_split(sentence_key, ' ')), null) as words
    from {{ ref('int_tellings__deduplicated') }}

),

announced_ordered as (

    select
        *,
        lag(order_date) over in_group as previous_order_date,
        lag(release_number) over in_group as previous_release_number,
        lag(window_start) over in_group as previous_window_start,
        lag(window_end) over in_group as previous_window_end,
        lag(words) over in_group as previous_words
    from tellings
    where role = 'announced'
    window in_group as (partition by group_id order by order_date, rank_key)

),

-- An announcement opens a new event unless it repeats the one before within days, or in the same words within months.
-- Within months, too, `recently` is told again, and so are the same sum and the topline results of a trial. What comes
-- again and again is told in nearly the same words each time: there all must be the same. Two releases of
-- one day that say the same of something without a name, as `this trial was published today`, speak of two.
announced_numbered as (

    select
        *,
        sum(
            if(
                previous_order_date is null
                or previous_release_number = release_number
                or (
                    order_date - previous_order_date > {{ var('announced_again_most_days') }}
                    and not is_once_only
                    and not (
                        order_date - previous_order_date <= {{ var('same_words_most_days') }}
                        and (
                            is_whole_topline
                            or starts_with(subject_key, 'amount:')
                            or list_has_any(words, ['recently', 'previously'])
                            or len(list_intersect(words, previous_words))
                            >= if(is_recurring, 1, {{ var('same_words_least_share') }})
                            * greatest(len(words), len(previous_words))
                        )
                    )
                )
                or coalesce(window_start > previous_window_end or window_end < previous_window_start, false)
                or (
                    starts_with(subject_key, 'sentence:')
                    and theme != 'corporate'
                    and order_date = previous_order_date
                    and previous_release_number != release_number
                ),
                1,
                0
            )
        ) over (partition by group_id order by order_date, rank_key) as event_number
    from announced_ordered

),

announced as (

    select
        telling_id,
        group_id,
        order_date,
        'announced:' || event_number as event_key,
        if(row_number() over in_event = 1, 'first_told', 'announced_again') as reason,
        min(order_date) over whole_event as announced_date,
        min(
            coalesce(window_start, order_date - {{ var('announced_after_most_days') }})
        ) over whole_event as event_start,
        max(coalesce(window_end, order_date)) over whole_event as event_end
    from announced_numbered
    window
        in_event as (partition by group_id, event_number order by order_date, rank_key),
        whole_event as (partition by group_id, event_number)

),

announced_events as (

    select distinct
        group_id,
        event_key,
        announced_date,
        event_start,
        event_end
    from announced

),

-- A recalled event is one announced before, or within days after, when its window and the announcement meet in one
-- event only, or when it has no window and only one was announced.
recalled_candidates as (

    select
        background.telling_id,
        min(announced_events.event_key) as event_key,
        count(*) as candidate_count
    from tellings as background
    inner join announced_events
        on
            background.role = 'background'
            and background.group_id = announced_events.group_id
            and background.subject_key is not null
            and (background.order_date >= announced_events.event_start or background.is_once_only)
            and (
                (
                    background.window_start is null
                    and (
                        not background.is_recurring
                        or background.order_date - announced_events.event_end <= {{ var('recurring_most_days') }}
                    )
                )
                or (
                    background.window_start <= announced_events.event_end
                    and coalesce(background.window_end, background.order_date) >= announced_events.event_start
                )
            )
    group by background.telling_id

),

recalled as (

    select
        tellings.telling_id,
        tellings.group_id,
        tellings.subject_key,
        tellings.order_date,
        tellings.window_start,
        tellings.window_end,
        tellings.is_recurring,
        recalled_candidates.event_key
    from tellings
    left join recalled_candidates
        on
            tellings.telling_id = recalled_candidates.telling_id
            and recalled_candidates.candidate_count = 1
    where tellings.role = 'background'

),

-- The others are events of their own, one for each window; a wider window joins the only narrower one inside it.
recalled_windows as (

    select distinct
        group_id,
        window_start,
        window_end
    from recalled
    where event_key is null and subject_key is not null and window_start is not null

),

narrower_windows as (

    select
        wider.group_id,
        wider.window_start,
        wider.window_end,
        min(narrower.window_start) as narrower_start,
        min(narrower.window_end) as narrower_end
    from recalled_windows as wider
    inner join recalled_windows as narrower
        on
            wider.group_id = narrower.group_id
            and wider.window_start <= narrower.window_start
            and wider.window_end >= narrower.window_end
            and (wider.window_start, wider.window_end) != (narrower.window_start, narrower.window_end)
    group by wider.group_id, wider.window_start, wider.window_end
    having count(*) = 1

),

-- What is recalled without a time is the only event recalled with one, where none was announced.
only_windows as (

    select
        recalled_windows.group_id,
        min(recalled_windows.window_start) as window_start,
        min(recalled_windows.window_end) as window_end
    from recalled_windows
    left join narrower_windows
        on
            recalled_windows.group_id = narrower_windows.group_id
            and recalled_windows.window_start = narrower_windows.window_start
            and recalled_windows.window_end = narrower_windows.window_end
    where
        narrower_windows.group_id is null
        and recalled_windows.group_id not in (select announced_events.group_id from announced_events)
    group by recalled_windows.group_id
    having count(*) = 1

),

dated_by_others as (

    select
        recalled.telling_id,
        only_windows.window_start,
        only_windows.window_end
    from recalled
    inner join only_windows on recalled.group_id = only_windows.group_id
    where
        recalled.event_key is null
        and recalled.window_start is null
        and recalled.order_date >= only_windows.window_start
        and (
            not recalled.is_recurring
            or recalled.order_date - only_windows.window_end <= {{ var('recurring_most_days') }}
        )

),

recalled_dated as (

    select
        recalled.telling_id,
        recalled.group_id,
        recalled.subject_key,
        recalled.order_date,
        recalled.is_recurring,
        if(dated_by_others.telling_id is null, recalled.window_start, dated_by_others.window_start) as told_start,
        if(dated_by_others.telling_id is null, recalled.window_end, dated_by_others.window_end) as told_end
    from recalled
    left join dated_by_others on recalled.telling_id = dated_by_others.telling_id
    where recalled.event_key is null

),

-- What comes again and again and is recalled without a time is one event as long as it is recalled again and again.
undated_compared as (

    select
        telling_id,
        group_id,
        order_date,
        order_date - lag(order_date) over (partition by group_id order by order_date, telling_id) as days_since
    from recalled_dated
    where is_recurring and told_start is null and subject_key is not null

),

undated_numbered as (

    select
        telling_id,
        sum(if(days_since > {{ var('recurring_most_days') }}, 1, 0)) over (
            partition by group_id order by order_date, telling_id
        ) as time_number
    from undated_compared

),

recalled_alone as (

    select
        recalled_dated.telling_id,
        recalled_dated.group_id,
        case
            when recalled_dated.subject_key is null then 'told:' || recalled_dated.telling_id
            when coalesce(undated_numbered.time_number, 0) > 0
                then 'recalled:undated/' || undated_numbered.time_number + 1
            when recalled_dated.told_start is null then 'recalled:undated'
            else
                'recalled:' || coalesce(narrower_windows.narrower_start, recalled_dated.told_start)
                || '/' || coalesce(narrower_windows.narrower_end::varchar, recalled_dated.told_end::varchar, 'open')
        end as event_key,
        coalesce(narrower_windows.narrower_start, recalled_dated.told_start) as event_start,
        coalesce(narrower_windows.narrower_end, recalled_dated.told_end) as event_end
    from recalled_dated
    left join undated_numbered on recalled_dated.telling_id = undated_numbered.telling_id
    left join narrower_windows
        on
            recalled_dated.group_id = narrower_windows.group_id
            and recalled_dated.told_start = narrower_windows.window_start
            and recalled_dated.told_end = narrower_windows.window_end

),

final as (

    select
        telling_id,
        group_id,
        event_key,
        reason,
        announced_date,
        event_start,
        event_end
    from announced
    union all
    select
        recalled.telling_id,
        recalled.group_id,
        recalled.event_key,
        null as reason,
        null as announced_date,
        announced_events.event_start,
        announced_events.event_end
    from recalled
    inner join announced_events
        on
            recalled.group_id = announced_events.group_id
            and recalled.event_key = announced_events.event_key
    union all
    select
        telling_id,
        group_id,
        event_key,
        null as reason,
        null as announced_date,
        event_start,
        event_end
    from recalled_alone

)

select * from final
