with

announced_events as (

    select distinct
        group_id,
        event_key,
        part,
        announced_date,
        event_start,
        event_end,
        indication_key
    from {{ ref('int_tellings__announced') }}

),

background as (

    select
        telling_id,
        group_id,
        part,
        subject_key,
        order_date,
        window_start,
        window_end,
        milestone_type,
        indication_key,
        is_once_only,
        is_recurring,
        is_whole_topline,
        is_final
    from {{ ref('int_tellings__parted') }}
    where role = 'background'

),

-- A recalled event is one announced before, or within days after, when its window and the announcement meet in one
-- event only, or when it has no window and only one was announced. Results of a product recalled long after those of
-- another disease are of another trial, and may be so without a disease.
recalled_candidates as (

    select
        background.telling_id,
        min(announced_events.event_key) as event_key,
        count(*) as candidate_count
    from background
    inner join announced_events
        on
            background.group_id = announced_events.group_id
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
            and not (
                background.milestone_type = 'topline_readout'
                and starts_with(background.subject_key, 'product:')
                and background.window_start is null
                and background.order_date - announced_events.event_end > {{ var('results_told_again_most_days') }}
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
        background.telling_id,
        background.group_id,
        background.subject_key,
        background.order_date,
        background.window_start,
        background.window_end,
        background.milestone_type,
        background.is_recurring,
        background.is_final,
        recalled_candidates.event_key
    from background
    left join recalled_candidates
        on
            background.telling_id = recalled_candidates.telling_id
            and recalled_candidates.candidate_count = 1

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

-- What is recalled without a time is the only event recalled with one, where none was announced. Results of a product,
-- long after, may be of another trial.
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
        and case
            when recalled.is_recurring
                then recalled.order_date - only_windows.window_end <= {{ var('recurring_most_days') }}
            when recalled.milestone_type = 'topline_readout' and starts_with(recalled.subject_key, 'product:')
                then recalled.order_date - only_windows.window_end <= {{ var('results_told_again_most_days') }}
            else true
        end

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
    from {{ ref('int_tellings__announced') }}
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
