with

statements as (

    select * from {{ ref('int_events__resolved') }}
    where role = 'guidance'

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
        row_number() over (
            partition by event_id
            order by order_date asc, release_number asc, span_start asc, milestone_id asc
        ) as statement_number
    from tellings
    where nth_copy = 1

),

-- A statement without an end says nothing that could have moved: windows are compared past it.
with_previous as (

    select
        *,
        lag(window_start) over dated as previous_window_start,
        lag(window_end) over dated as previous_window_end,
        lag(window_precision) over dated as previous_window_precision
    from in_order
    where window_end is not null
    window dated as (partition by event_id order by statement_number)

),

compared as (

    select
        *,
        window_end - previous_window_end as slip_days,
        case
            when previous_window_end is null then 'first_statement'
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

),

final as (

    select
        in_order.*,
        compared.previous_window_start,
        compared.previous_window_end,
        compared.previous_window_precision,
        compared.slip_days,
        coalesce(compared.change, 'not_dated') as change
    from in_order
    left join compared on in_order.milestone_id = compared.milestone_id

)

select * from final
