with

tellings as (

    select
        * replace (
            -- The end of the quarter is not when its results were told, nor a day still ahead when what is recalled
            -- was.
            if(
                starts_with(subject_key, 'period:') or (role = 'background' and window_start > order_date),
                null,
                window_start
            ) as window_start,
            if(
                starts_with(subject_key, 'period:') or (role = 'background' and window_start > order_date),
                null,
                window_end
            ) as window_end
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
        -- Topline results of a trial are out once; those of a part of it, or of several, are others.
        if(
            milestone_type = 'topline_readout' and starts_with(subject_key, 'trial:'),
            not regexp_matches(sentence_key, '{{ var("words_for_parts_of_trials") }}')
            and not regexp_matches(
                sentence_key, '\b(across|both|pooled|two|three|four) (\S+ ){0,3}(studies|trials)\b'
            ),
            false
        ) as is_whole_topline,
        if(
            milestone_type = 'data_presented',
            nullif(regexp_extract(sentence_key, '{{ var("society_pattern") }}', 1), ''),
            null
        ) as society,
        if(
            milestone_type = 'topline_readout',
            regexp_matches(sentence_key, '\bfinal (\S+ ){0,3}(analysis|data|readout|results)\b'),
            false
        ) as is_final,
        {{ stage() }} as told_stage
    from {{ ref('int_tellings__deduplicated') }}

),

agreed_deals as (

    select distinct group_id
    from tellings
    where told_stage = 'agreed' and role = 'announced'

),

-- A deal that was agreed and closes is two events, and so are a meeting's request and the meeting. Of a deal that
-- nobody said was agreed, each telling is of the whole.
staged as (

    select
        tellings.*,
        if(
            tellings.told_stage is null
            or tellings.told_stage = 'agreed'
            or (tellings.told_stage = 'closed' and agreed_deals.group_id is null),
            '',
            tellings.told_stage
        ) as part
    from tellings
    left join agreed_deals on tellings.group_id = agreed_deals.group_id

),

announced_ordered as (

    select
        *,
        lag(order_date) over in_group as previous_order_date,
        lag(release_number) over in_group as previous_release_number,
        lag(window_start) over in_group as previous_window_start,
        lag(window_end) over in_group as previous_window_end,
        lag(sentence_key) over in_group as previous_sentence_key,
        lag(society) over in_group as previous_society
    from staged
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

announced as (

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

),

announced_events as (

    select distinct
        group_id,
        event_key,
        part,
        announced_date,
        event_start,
        event_end,
        indication_key
    from announced

),

-- A recalled event is one announced before, or within days after, when its window and the announcement meet in one
-- event only, or when it has no window and only one was announced. Results of a product recalled long after those of
-- another disease are of another trial.
recalled_candidates as (

    select
        background.telling_id,
        min(announced_events.event_key) as event_key,
        count(*) as candidate_count
    from staged as background
    inner join announced_events
        on
            background.role = 'background'
            and background.group_id = announced_events.group_id
            and background.part = announced_events.part
            and background.subject_key is not null
            and (
                background.order_date >= announced_events.event_start
                or background.is_once_only
                or background.is_whole_topline
                or starts_with(background.subject_key, 'acquired:')
            )
            and not (
                background.milestone_type = 'topline_readout'
                and starts_with(background.subject_key, 'product:')
                and background.order_date - announced_events.event_end > {{ var('recurring_most_days') }}
                and {{ are_two_indications('background.indication_key', 'announced_events.indication_key') }}
            )
            and (
                (
                    background.window_start is null
                    and (
                        not (background.is_recurring or regexp_matches(background.subject_key, '^(person|award):'))
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
        tellings.milestone_type,
        tellings.is_recurring,
        tellings.is_final,
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
        recalled.milestone_type,
        recalled.is_recurring,
        recalled.is_final,
        if(dated_by_others.telling_id is null, recalled.window_start, dated_by_others.window_start) as told_start,
        if(dated_by_others.telling_id is null, recalled.window_end, dated_by_others.window_end) as told_end
    from recalled
    left join dated_by_others on recalled.telling_id = dated_by_others.telling_id
    where recalled.event_key is null

),

-- What comes again and again and is recalled without a time is one event as long as it is recalled again and again; so
-- are results of a product, of which there may be others: final ones are not those before.
undated_compared as (

    select
        telling_id,
        group_id,
        order_date,
        if(
            is_recurring, {{ var('recurring_most_days') }}, {{ var('results_told_again_most_days') }}
        ) as most_days,
        order_date - lag(order_date) over in_group as days_since,
        is_final and not lag(is_final) over in_group as is_of_end
    from recalled_dated
    where
        told_start is null
        and subject_key is not null
        and (is_recurring or (milestone_type = 'topline_readout' and starts_with(subject_key, 'product:')))
    window in_group as (partition by group_id order by order_date, telling_id)

),

undated_numbered as (

    select
        telling_id,
        sum(if(days_since > most_days or is_of_end, 1, 0)) over (
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
