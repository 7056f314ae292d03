-- A window before, and the first one, have a last day and a precision; a first day, not after the last, unless only the
-- end is known.
with

windows as (

    select
        event_id,
        step_number,
        previous_window_start as window_start,
        previous_window_end as window_end,
        previous_window_precision as window_precision
    from {{ ref('guidance_history') }}
    union all
    select
        event_id,
        step_number,
        first_window_start as window_start,
        first_window_end as window_end,
        first_window_precision as window_precision
    from {{ ref('guidance_history') }}

)

select * from windows
where
    window_start > window_end
    or (window_end is null) != (window_precision is null)
    or (window_start is not null and window_end is null)
    or (window_start is null and not starts_with(window_precision, 'by'))
