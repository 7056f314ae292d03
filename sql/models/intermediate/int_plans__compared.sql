-- Plans of trials and products that say by when. A plan without an end cannot move, and what is planned of a company
-- cannot be followed from release to release: both stay in trial_milestones only.
with

statements as (

    select * from {{ ref('int_events__resolved') }}
    where role = 'guidance' and is_trial and window_end is not null

),

-- Copies tell once: the earliest release of the cluster speaks.
tellings as (

    select
        *,
        row_number() over (
            partition by telling_id
            order by release_number asc, span_start asc, milestone_id asc
        ) as nth_copy
    from statements

),

in_order as (

    select
        * exclude (nth_copy),
        row_number() over in_event as statement_number,
        lag(window_start) over in_event as event_window_start,
        lag(window_end) over in_event as event_window_end,
        lag(window_precision) over in_event as event_window_precision,
        lag(window_start) over in_group as group_window_start,
        lag(window_end) over in_group as group_window_end,
        lag(window_precision) over in_group as group_window_precision,
        lag(event_reason) over in_group as group_event_reason
    from tellings
    where nth_copy = 1
    window
        in_event as (
            partition by event_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
        ),
        in_group as (
            partition by group_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
        )

),

-- A decision date after a decision on the same product opens a new cycle of review: no slip of the first date.
with_cycle as (

    select
        *,
        coalesce(
            event_window_end is null
            and milestone_type = 'regulatory_decision_date'
            and group_event_reason = 'planned_before',
            false
        ) as is_new_cycle
    from in_order

),

with_previous as (

    select
        * exclude (
            event_window_start,
            event_window_end,
            event_window_precision,
            group_window_start,
            group_window_end,
            group_window_precision,
            group_event_reason
        ),
        if(is_new_cycle, group_window_start, event_window_start) as previous_window_start,
        if(is_new_cycle, group_window_end, event_window_end) as previous_window_end,
        if(is_new_cycle, group_window_precision, event_window_precision) as previous_window_precision
    from with_cycle

),

final as (

    select
        * exclude (is_new_cycle),
        window_end - previous_window_end as slip_days,
        case
            when previous_window_end is null then 'first_statement'
            when is_new_cycle then 'new_cycle'
            -- `by X` names an end only, so only ends are compared.
            when starts_with(previous_window_precision, 'by') or starts_with(window_precision, 'by')
                then
                    case
                        when window_end > previous_window_end then 'slipped'
                        when window_end < previous_window_end then 'pulled_in'
                        when starts_with(window_precision, 'by') then 'unchanged'
                        else 'narrowed'
                    end
            when window_start = previous_window_start and window_end = previous_window_end then 'unchanged'
            when window_start >= previous_window_start and window_end <= previous_window_end then 'narrowed'
            when window_start <= previous_window_start and window_end >= previous_window_end then 'widened'
            when window_end > previous_window_end then 'slipped'
            else 'pulled_in'
        end as change
    from with_previous

)

select * from final
