with

statements as (

    select * from {{ ref('int_events__resolved') }}

),

stated as (

    select * from {{ ref('int_milestones__decided') }}

),

read as (

    select * from {{ ref('int_milestones__read') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

plans as (

    select * from {{ ref('int_plans__compared') }}

),

-- Plans whose last statement took back what was said.
withdrawn as (

    select
        event_id,
        milestone_id
    from plans
    qualify
        statement_number = max(statement_number) over (partition by event_id)
        and change = 'withdrawn'

),

repeated as (

    select event_id
    from statements
    group by event_id
    having count(*) > 1

),

-- Most events: there is nothing to gather, and a list in each of millions of groups would have to stay in memory.
told_once as (

    select
        statements.milestone_id,
        statements.event_id,
        statements.role,
        1 as told_count,
        1 as release_count,
        [statements.source_id] as source_ids,
        [statements.event_reason] as link_reasons,
        if(statements.role = 'guidance', statements.first_observed_at, null) as first_planned_at,
        statements.first_observed_at as last_observed_at,
        statements.agency
    from statements
    anti join repeated on statements.event_id = repeated.event_id

),

told_again as (

    select
        statements.event_id,
        case
            when bool_or(statements.role = 'announced') then 'announced'
            when bool_or(statements.role = 'background') then 'background'
            else 'guidance'
        end as role,
        count(distinct statements.cluster_id) as told_count,
        count(distinct statements.release_id) as release_count,
        list_sort(list_distinct(list(statements.source_id))) as source_ids,
        list_sort(list_distinct(list(statements.event_reason))) as link_reasons,
        min(if(statements.role = 'guidance', statements.first_observed_at, null)) as first_planned_at,
        max(statements.first_observed_at) as last_observed_at,
        -- The group of an event completes what single statements leave out.
        max(statements.agency) as agency,
        arg_min(statements.release_id, {
            'first_observed_at': statements.first_observed_at, 'release_number': statements.release_number
        }) filter (where statements.role = 'announced') as first_announced_release_id
    from statements
    semi join repeated on statements.event_id = repeated.event_id
    group by statements.event_id

),

events as (

    select * exclude (milestone_id) from told_once
    union all
    select * exclude (first_announced_release_id) from told_again

),

-- Of several the statement that decides the row: the first that tells the event as happened, and of its release the one
-- that says when; else the latest plan that says by when or takes that back, as `soon` takes no window back; else the
-- latest plan.
numbered as (

    select
        statements.milestone_id,
        row_number() over (
            partition by statements.event_id
            order by
                withdrawn.milestone_id is not null desc,
                told_again.role = 'guidance' and statements.window_end is null,
                if(told_again.role = 'guidance', statements.order_date, null) desc,
                if(told_again.role = 'guidance', statements.first_observed_at, null) desc,
                statements.first_observed_at asc,
                statements.release_number asc,
                statements.window_end is null asc,
                statements.span_start asc,
                statements.milestone_id asc
        ) as telling_number
    from statements
    inner join told_again
        on
            statements.event_id = told_again.event_id
            and (
                statements.role = told_again.role
                or (
                    statements.role = 'background'
                    and statements.window_end is not null
                    and statements.release_id = told_again.first_announced_release_id
                )
            )
    left join withdrawn on if(told_again.role = 'guidance', statements.milestone_id, null) = withdrawn.milestone_id

),

deciding as (

    select milestone_id from told_once
    union all
    select milestone_id from numbered
    where telling_number = 1

),

ranked as (

    select
        stated.*
        replace (
            if(withdrawn.event_id is null, stated.window_start, null) as window_start,
            if(withdrawn.event_id is null, stated.window_end, null) as window_end,
            if(withdrawn.event_id is null, stated.window_precision, null) as window_precision
        ),
        statements.event_id,
        events.role as event_role,
        withdrawn.event_id is not null as is_withdrawn
    from statements
    inner join events on statements.event_id = events.event_id
    inner join stated on statements.milestone_id = stated.milestone_id
    left join withdrawn on if(events.role = 'guidance', statements.event_id, null) = withdrawn.event_id
    semi join deciding on statements.milestone_id = deciding.milestone_id

),

final as (

    select
        ranked.event_id,
        ranked.milestone_type,
        ranked.theme,
        ranked.event_role as role,
        ranked.detail,
        events.agency,
        ranked.sponsor_id,
        sponsors.name as sponsor,
        read.event_sponsor,
        read.event_sponsor_reason,
        ranked.trial_key,
        read.trial_ids,
        ranked.trial_reason,
        ranked.product_id,
        ranked.intervention,
        ranked.indication,
        ranked.phase,
        ranked.window_start,
        ranked.window_end,
        ranked.window_precision,
        ranked.is_withdrawn,
        if(ranked.window_precision = 'day', ranked.window_start, null) as event_date,
        ranked.told_date,
        case
            when ranked.window_precision = 'day' then 'stated_day'
            when ranked.window_precision is not null then 'stated_window'
            when ranked.told_date is not null then 'told_date'
            else 'not_stated'
        end as date_basis,
        read.sentence,
        read.section,
        ranked.span_start,
        ranked.span_end,
        ranked.release_id,
        releases.title as release_title,
        read.url,
        ranked.milestone_id,
        read.rule_id,
        read.rules_version,
        read.reader,
        ranked.confidence,
        events.told_count,
        events.release_count,
        events.source_ids,
        events.link_reasons,
        events.first_planned_at,
        ranked.first_observed_at,
        events.last_observed_at
    from ranked
    inner join events on ranked.event_id = events.event_id
    inner join read on ranked.milestone_id = read.milestone_id
    inner join releases on ranked.release_id = releases.release_id
    left join sponsors on ranked.sponsor_id = sponsors.sponsor_id

)

select * from final
order by told_date desc nulls last, event_id asc
