-- Plans of trials and products that say by when, or take back what they said. A plan without an end cannot move, and
-- what is planned of a company cannot be followed from release to release: both stay in trial_milestones only.
with

statements as (

    select * from {{ ref('int_events__resolved') }}
    where role = 'guidance' and is_trial

),

superseded as (

    select * from {{ ref('int_milestones__superseded') }}

),

stated as (

    select * from {{ ref('int_milestones__decided') }}

),

-- When what was planned was told as done: a plan left standing in later texts is no step of it.
done as (

    select
        event_id,
        coalesce(min(order_date) filter (where role = 'announced'), min(order_date)) as done_date
    from {{ ref('int_events__resolved') }}
    where role != 'guidance'
    group by event_id

),

-- Copies tell once: the earliest release of the cluster speaks. What one release says again (headline and body, the
-- talks of one day) is no step, either.
tellings as (

    select
        statements.milestone_id,
        statements.group_id,
        statements.event_id,
        statements.event_reason,
        statements.milestone_type,
        statements.window_start,
        statements.window_end,
        statements.window_precision,
        statements.order_date,
        statements.release_number,
        statements.span_start,
        coalesce(superseded.is_withdrawn, false) as is_withdrawn,
        if(
            statements.window_end is null,
            null,
            {
                'start': statements.window_start,
                'end': statements.window_end,
                'precision': statements.window_precision
            }
        ) as stated,
        -- An old time equal to the new one has moved nothing.
        if(
            superseded.superseded_end is null
            or (
                superseded.superseded_end = statements.window_end
                and superseded.superseded_start is not distinct from statements.window_start
            ),
            null,
            {
                'start': superseded.superseded_start,
                'end': superseded.superseded_end,
                'precision': superseded.superseded_precision
            }
        ) as told_before,
        row_number() over (
            partition by
                statements.event_id, statements.cluster_id, statements.window_start, statements.window_end
            order by
                statements.release_number asc,
                (superseded.superseded_end is null) asc,
                statements.span_start asc,
                statements.milestone_id asc
        ) as nth_copy
    from statements
    left join superseded on statements.milestone_id = superseded.milestone_id
    left join done on statements.event_id = done.event_id
    where
        (statements.window_end is not null or superseded.is_withdrawn)
        and coalesce(statements.order_date < done.done_date, true)

),

-- What was expected before the first statement known here is known where a text tells it: the plan began with that.
in_order as (

    select
        * exclude (nth_copy),
        last_value(stated ignore nulls) over before_in_event as stated_before,
        first_value(coalesce(told_before, stated) ignore nulls) over until_in_event as first_window,
        first_value(
            if(coalesce(told_before, stated) is null, null, told_before is not null) ignore nulls
        ) over until_in_event as is_first_told,
        last_value(stated ignore nulls) over before_in_group as stated_before_in_group,
        lag(event_reason) over in_group as event_reason_before
    from tellings
    where nth_copy = 1
    window
        in_group as (
            partition by group_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
        ),
        before_in_group as (
            partition by group_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
            rows between unbounded preceding and 1 preceding
        ),
        before_in_event as (
            partition by event_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
            rows between unbounded preceding and 1 preceding
        ),
        until_in_event as (
            partition by event_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
            rows between unbounded preceding and current row
        )

),

-- What takes back nothing that is known here is no step. A decision date after a decision on the same product, or long
-- after the first date went by, opens a new cycle of review: no slip of the first date.
with_cycle as (

    select
        *,
        coalesce(
            stated_before is null
            and not is_first_told
            and milestone_type = 'regulatory_decision_date'
            and (event_reason_before = 'planned_before' or stated_before_in_group['end'] < order_date),
            false
        ) as is_new_cycle
    from in_order
    where first_window is not null

),

with_previous as (

    select
        *,
        row_number() over in_event as statement_number,
        case
            when is_new_cycle then stated_before_in_group
            when stated_before is not null then stated_before
            when is_first_told then first_window
        end as previous
    from with_cycle
    window in_event as (
        partition by event_id
        order by order_date asc, release_number asc, span_start asc, milestone_id asc
    )

),

with_windows as (

    select
        milestone_id,
        event_id,
        event_reason,
        window_start,
        window_end,
        window_precision,
        order_date,
        statement_number,
        is_new_cycle,
        is_withdrawn,
        previous['start'] as previous_window_start,
        previous['end'] as previous_window_end,
        previous['precision'] as previous_window_precision,
        first_window['start'] as first_window_start,
        first_window['end'] as first_window_end,
        first_window['precision'] as first_window_precision,
        case
            when previous is null then null
            when is_new_cycle then 'cycle_before'
            when stated_before is null then 'told_as_superseded'
            else 'statement_before'
        end as previous_basis
    from with_previous

),

compared as (

    select
        milestone_id,
        event_id,
        event_reason,
        statement_number,
        previous_window_start,
        previous_window_end,
        previous_window_precision,
        previous_basis,
        first_window_start,
        first_window_end,
        first_window_precision,
        window_end - previous_window_end as slip_days,
        window_end - first_window_end as slip_days_total,
        case
            when is_withdrawn then 'withdrawn'
            when previous_window_end is null then 'first_statement'
            when is_new_cycle then 'new_cycle'
            -- `by X` names an end only, so only ends are compared.
            when starts_with(previous_window_precision, 'by') or starts_with(window_precision, 'by')
                then
                    case
                        -- `In 2026` after `by 15 December 2026` takes nothing back: all that was promised lies within.
                        when
                            not starts_with(window_precision, 'by')
                            and window_start <= previous_window_start
                            and window_end > previous_window_end
                            then 'widened'
                        when window_end > previous_window_end then 'slipped'
                        when window_end < previous_window_end then 'pulled_in'
                        when starts_with(window_precision, 'by') then 'unchanged'
                        else 'narrowed'
                    end
            when window_start = previous_window_start and window_end = previous_window_end then 'unchanged'
            -- `Later this year` begins on the day it is told: of a time that ends as before, what is past is no news.
            when window_start = order_date and window_end = previous_window_end then 'unchanged'
            when window_start >= previous_window_start and window_end <= previous_window_end then 'narrowed'
            when window_start <= previous_window_start and window_end >= previous_window_end then 'widened'
            when window_end > previous_window_end then 'slipped'
            else 'pulled_in'
        end as change
    from with_windows

),

-- What statements say besides is joined last: it need not be sorted.
final as (

    select
        stated.milestone_id,
        stated.told_date,
        stated.first_observed_at,
        stated.milestone_type,
        stated.detail,
        stated.agency,
        stated.trial_reason,
        stated.intervention,
        stated.indication,
        stated.phase,
        stated.window_start,
        stated.window_end,
        stated.window_precision,
        compared.event_id,
        compared.event_reason,
        compared.statement_number,
        compared.previous_window_start,
        compared.previous_window_end,
        compared.previous_window_precision,
        compared.previous_basis,
        compared.first_window_start,
        compared.first_window_end,
        compared.first_window_precision,
        compared.slip_days,
        compared.slip_days_total,
        compared.change
    from compared
    inner join stated on compared.milestone_id = stated.milestone_id

)

select * from final
