-- Conferences are told without their days, or without a name: which of them are one and the same, across groups.
with

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

),

happened as (

    select * from {{ ref('int_tellings__happened') }}

),

planned as (

    select * from {{ ref('int_tellings__planned') }}

),

told as (

    select
        telling_id,
        group_id,
        event_key
    from happened
    union all
    select
        telling_id,
        group_id,
        event_key
    from planned

),

-- Conferences that a sentence names: `at the 5th Annual Corvale Growth Summit 2025`, without year and number.
named_conferences as (

    select
        told.telling_id,
        told.group_id,
        told.event_key,
        tellings.scope_id,
        tellings.role,
        tellings.order_date,
        tellings.window_start,
        tellings.window_end,
        tellings.about_product,
        coalesce(starts_with(tellings.subject_key, 'days:'), false) as has_days,
        nullif(
            trim(
                regexp_replace(
                    regexp_extract(tellings.sentence_key, '{{ var("conference_pattern") }}', 1),
                    '\b(20\d\d|\d+(st|nd|rd|th)|annual|upcoming|virtual)\b ?',
                    '',
                    'g'
                )
            ),
            ''
        ) as conference
    from told
    inner join tellings on told.telling_id = tellings.telling_id
    where tellings.milestone_type = 'conference_participation'
    -- A sentence that tells of several names one of them first.
    qualify count(*) over (partition by tellings.release_number, tellings.sentence_key) = 1

),

-- One that is told without its days is the next of that name, or the last, that the sponsor tells with them.
with_days as (

    select
        undated.telling_id,
        min_by(
            {
                'group_id': dated.group_id, 'event_key': dated.event_key
            },
            (abs(dated.window_start - undated.order_date), dated.telling_id)
        ) as joined
    from named_conferences as undated
    inner join named_conferences as dated
        on
            undated.scope_id = dated.scope_id
            and undated.conference = dated.conference
            and dated.has_days
            and not undated.has_days
            and if(
                undated.role = 'guidance',
                undated.order_date <= dated.window_end
                and dated.window_start - undated.order_date <= {{ var('conference_ahead_most_days') }},
                undated.order_date >= dated.window_start
                and undated.order_date - dated.window_end <= {{ var('undated_talk_most_days') }}
            )
            and coalesce(
                undated.window_start <= dated.window_end and undated.window_end >= dated.window_start, true
            )
    group by undated.telling_id

),

-- The months in which one without a name can be held: a sponsor's are not compared each with each.
nameless as (

    select
        telling_id,
        scope_id,
        role,
        order_date,
        about_product,
        unnest(
            list_distinct([
                date_trunc('month', order_date - {{ var('talk_told_most_days') + var('conference_most_days') }}),
                date_trunc('month', order_date + {{ var('talk_told_most_days') }})
            ])
        ) as held_month
    from named_conferences
    where conference is null and window_end is null and not has_days

),

held as (

    select
        scope_id,
        order_date,
        window_start,
        window_end,
        about_product,
        date_trunc('month', window_start) as held_month,
        {
            'group_id': group_id, 'event_key': event_key
        } as told_event
    from named_conferences
    where has_days

),

-- Without a name, it is the only one that was told of before and is held within days.
within_days as (

    select
        nameless.telling_id,
        min(held.told_event) as joined
    from nameless
    inner join held
        on
            nameless.scope_id = held.scope_id
            and nameless.held_month = held.held_month
            and nameless.order_date > held.order_date
            and coalesce(nameless.about_product = held.about_product, true)
            and if(
                nameless.role = 'guidance',
                nameless.order_date <= held.window_end
                and held.window_start - nameless.order_date <= {{ var('talk_told_most_days') }},
                nameless.order_date >= held.window_start
                and nameless.order_date - held.window_end <= {{ var('talk_told_most_days') }}
            )
    group by nameless.telling_id
    having min(held.told_event) = max(held.told_event)

),

-- Where nobody tells the days, what is told again within days is the same.
without_days as (

    select
        undated.telling_id,
        undated.group_id,
        undated.event_key,
        undated.scope_id,
        undated.conference,
        undated.order_date,
        undated.order_date - lag(undated.order_date) over (
            partition by undated.scope_id, undated.conference order by undated.order_date, undated.telling_id
        ) as days_since
    from named_conferences as undated
    anti join with_days on undated.telling_id = with_days.telling_id
    where undated.conference is not null and not undated.has_days

),

numbered as (

    select
        *,
        sum(if(days_since > {{ var('announced_again_most_days') }}, 1, 0)) over (
            partition by scope_id, conference order by order_date, telling_id
        ) as nth_time
    from without_days

),

final as (

    select
        telling_id,
        joined['group_id'] as group_id,
        joined['event_key'] as event_key
    from with_days
    union all
    select
        telling_id,
        joined['group_id'] as group_id,
        joined['event_key'] as event_key
    from within_days
    union all
    select
        telling_id,
        first_value(group_id) over same_time as group_id,
        first_value(event_key) over same_time as event_key
    from numbered
    window same_time as (partition by scope_id, conference, nth_time order by order_date, telling_id)

)

select * from final
