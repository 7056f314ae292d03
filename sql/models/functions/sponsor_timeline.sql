with

asked as (

    select
        {{ fold_sponsor('sponsor_name') }} as name_key,
        upper(trim(sponsor_name)) as symbol

),

known as (

    select
        sponsor_id,
        name as sponsor,
        name_key,
        list_transform(aliases, lambda alias: {{ fold_sponsor('alias') }}) as alias_keys,
        list_concat(tickers, list_transform(tickers, lambda ticker: split_part(ticker, ':', -1))) as symbols
    from {{ published('sponsors') }}

),

-- The best way in which any sponsor matches decides for all.
matching as (

    select
        known.sponsor_id,
        known.sponsor,
        case
            when known.name_key = asked.name_key or list_contains(known.alias_keys, asked.name_key) then 'name'
            when list_contains(known.symbols, asked.symbol) then 'ticker'
            when starts_with(known.name_key, asked.name_key || ' ') then 'name_start'
        end as asked_reason
    from known
    cross join asked

),

chosen as (

    select
        sponsor_id,
        sponsor,
        asked_reason,
        list_position(['name', 'ticker', 'name_start'], asked_reason) as place
    from matching
    where asked_reason is not null
    qualify place = min(place) over ()

),

told_releases as (

    select
        'release' as kind,
        1 as kind_place,
        told_date,
        title as sentence,
        0 as span_start,
        release_id,
        url,
        is_copy,
        sponsor_id,
        first_observed_at
    from {{ published('releases') }}

),

steps as (

    select
        'guidance' as kind,
        3 as kind_place,
        *
    from {{ published('guidance_history') }}

),

-- A plan whose statements are steps is told by these.
milestones as (

    select
        'milestone' as kind,
        2 as kind_place,
        events.*
    from {{ published('trial_milestones') }} as events
    where
        events.role != 'guidance'
        or events.event_id not in (select steps.event_id from steps)

),

lines as (

    select * from told_releases
    union all by name
    select * from milestones
    union all by name
    select * from steps

),

final as (

    select
        coalesce(lines.told_date, (lines.first_observed_at at time zone 'UTC')::date) as line_date,
        lines.kind,
        lines.milestone_type,
        lines.role,
        lines.change,
        lines.slip_days,
        lines.intervention,
        lines.phase,
        lines.trial_key,
        lines.window_start,
        lines.window_end,
        lines.window_precision,
        lines.sentence,
        lines.url,
        lines.is_copy,
        lines.confidence,
        chosen.sponsor,
        chosen.asked_reason,
        chosen.sponsor_id,
        lines.release_id,
        lines.event_id,
        lines.step_number,
        lines.told_date,
        lines.first_observed_at,
        row_number() over (
            order by
                line_date asc,
                -- Overdue is nobody's word: the day ends with it.
                coalesce(lines.change = 'overdue', false) asc,
                lines.release_id asc,
                lines.kind_place asc,
                lines.span_start asc,
                lines.event_id asc,
                lines.step_number asc
        ) as line_number
    from lines
    inner join chosen on lines.sponsor_id = chosen.sponsor_id

)

select * from final
order by line_number asc
