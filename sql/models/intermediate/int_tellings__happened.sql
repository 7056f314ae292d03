with

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

),

-- Every telling in an event of its group.
in_group as (

    select * from {{ ref('int_tellings__matched') }}

),

events as (

    select
        in_group.group_id,
        in_group.event_key,
        min(in_group.event_start) as event_start,
        max(in_group.event_end) as event_end,
        min(tellings.order_date) as first_order_date,
        max(tellings.order_date) as last_order_date,
        min(tellings.scope_id) as scope_id,
        min(tellings.milestone_type) as milestone_type,
        min(tellings.detail_key) as detail_key,
        min(tellings.agency) as agency,
        min(tellings.about_product) as about_product,
        min(tellings.about_trial) as about_trial,
        min(tellings.about_phase) as about_phase,
        min(tellings.subject_key) as subject_key,
        min(tellings.theme) as theme,
        min(tellings.indication_group) as indication_group,
        min(tellings.indication_key) as indication_key,
        min_by(tellings.sentence_key, tellings.rank_key) as sentence_key,
        starts_with(in_group.event_key, 'announced:') as is_announced,
        bool_or(tellings.theme = 'regulatory' and {{ is_told_elsewhere('tellings.sentence_key') }}) as is_elsewhere,
        -- `Six orphan designations` are not one of them.
        bool_or(
            tellings.milestone_type = 'designation_granted'
            and regexp_matches(
                tellings.sentence_key,
                '\b(several|multiple|numerous|various|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})'
                ' (\S+ ){0,5}designations\b'
            )
        ) as is_of_many,
        (not starts_with(min(tellings.subject_key), 'sentence:'))::int
        + (min(tellings.agency) is not null)::int
        + (min(tellings.about_trial) is not null)::int
        + (min(tellings.about_phase) is not null)::int
        + (min(tellings.indication_group) is not null)::int as named_count
    from in_group
    inner join tellings on in_group.telling_id = tellings.telling_id
    group by in_group.group_id, in_group.event_key

),

-- A recalled event with a time that names less than others (no product, no trial, no agency, no disease, no partner)
-- is the only event of its sponsor and type that the time and all that is named allow: one announced then, or one
-- recalled that names more. Without a time, a designation without a product is the only one of its kind that the
-- sponsor tells of; what names a phase and a disease in place of the product, the only one of that phase and disease;
-- results of a product that leave out the phase, the only ones announced for the disease within months before.
strays as (

    select
        stray.group_id,
        stray.event_key,
        min(known.group_id) as joined_group_id,
        min(known.event_key) as joined_event_key
    from events as stray
    inner join events as known
        on
            stray.scope_id = known.scope_id
            and stray.milestone_type = known.milestone_type
            and stray.group_id != known.group_id
            and stray.detail_key is not distinct from known.detail_key
    where
        starts_with(stray.event_key, 'recalled:')
        and not stray.is_of_many
        and (
            (
                stray.event_start <= known.event_end
                and stray.event_end >= known.event_start
                and (
                    stray.event_end - stray.event_start <= {{ var('telling_window_most_days') }}
                    or stray.about_product = known.about_product
                )
            )
            or (
                stray.event_key = 'recalled:undated'
                and starts_with(stray.subject_key, 'sentence:')
                and not starts_with(known.subject_key, 'sentence:')
                and (
                    stray.milestone_type = 'designation_granted'
                    or (
                        not list_contains({{ var('recurring_types') }}, stray.milestone_type)
                        and stray.about_phase = known.about_phase
                        and {{ shares_indication('stray.indication_group', 'known.indication_group') }}
                    )
                )
            )
            or (
                stray.event_key = 'recalled:undated'
                and stray.theme = 'data'
                and stray.about_product = known.about_product
                and stray.about_phase is null
                and {{ shares_indication('stray.indication_group', 'known.indication_group') }}
                and known.is_announced
                and stray.first_order_date >= known.event_end
                and stray.last_order_date - known.event_end <= {{ var('recurring_most_days') }}
            )
        )
        and (
            stray.theme != 'corporate'
            or (
                stray.milestone_type in ('acquisition', 'partnership')
                and (starts_with(stray.subject_key, 'sentence:') or starts_with(stray.subject_key, 'amount:'))
            )
        )
        and coalesce(stray.agency = known.agency, not (stray.is_elsewhere and known.agency = 'FDA'), true)
        and coalesce(stray.about_product = known.about_product, stray.about_product is null)
        and coalesce(stray.about_trial = known.about_trial, true)
        and coalesce(stray.about_phase = known.about_phase, true)
        and coalesce(
            stray.about_product is null
            or stray.indication_group = known.indication_group
            or {{ shares_indication('stray.indication_group', 'known.indication_group') }},
            true
        )
        and (
            known.is_announced
            or (
                (
                    known.named_count > stray.named_count
                    or (
                        starts_with(stray.subject_key, 'sentence:')
                        and not starts_with(known.subject_key, 'sentence:')
                    )
                )
                and coalesce(
                    known.event_end - known.event_start <= {{ var('telling_window_most_days') }},
                    stray.event_start is null
                )
            )
        )
    group by stray.group_id, stray.event_key
    having count(*) = 1

),

-- What is recalled of the same month in nearly the same words is the same, though a disease or a name is told in
-- others.
of_one_time as (

    select
        group_id,
        event_key,
        first_value({
            'group_id': group_id,
            'event_key': event_key,
            'sentence_key': sentence_key,
            'indication_key': indication_key,
            'about_trial': about_trial,
            'about_phase': about_phase
        }) over same_time as earliest,
        string_split(sentence_key, ' ') as words,
        indication_key,
        about_trial,
        about_phase
    from events
    where
        starts_with(event_key, 'recalled:')
        and event_end - event_start <= {{ var('telling_window_most_days') }}
        and not list_contains({{ var('recurring_types') }}, milestone_type)
        and not is_of_many
        and regexp_matches(subject_key, '^(sentence|product):')
    window
        same_time as (
            partition by scope_id, milestone_type, detail_key, agency, about_product, event_start, event_end
            order by first_order_date, group_id, event_key
        )

),

told_alike as (

    select
        group_id,
        event_key,
        earliest['group_id'] as joined_group_id,
        earliest['event_key'] as joined_event_key
    from of_one_time
    where
        (group_id, event_key) != (earliest['group_id'], earliest['event_key'])
        and len(list_intersect(words, string_split(earliest['sentence_key'], ' ')))
        >= {{ var('continued_least_share') }}
        * least(len(list_distinct(words)), len(list_distinct(string_split(earliest['sentence_key'], ' '))))
        and coalesce(about_trial = earliest['about_trial'], true)
        and coalesce(about_phase = earliest['about_phase'], true)
        and coalesce({{ shares_indication('indication_key', "earliest['indication_key']") }}, true)

),

joins as (

    select * from strays
    union all
    select told_alike.*
    from told_alike
    anti join strays on told_alike.group_id = strays.group_id and told_alike.event_key = strays.event_key
    -- Or the two would join each other.
    anti join strays as earliest
        on
            told_alike.joined_group_id = earliest.group_id
            and told_alike.joined_event_key = earliest.event_key

),

-- What one joins may have joined another in its turn.
settled as (

    select
        joins.group_id,
        joins.event_key,
        coalesce(further.joined_group_id, joins.joined_group_id) as joined_group_id,
        coalesce(further.joined_event_key, joins.joined_event_key) as joined_event_key
    from joins
    left join joins as further
        on
            joins.joined_group_id = further.group_id
            and joins.joined_event_key = further.event_key

),

joined as (

    select
        in_group.telling_id,
        coalesce(settled.joined_group_id, in_group.group_id) as group_id,
        coalesce(settled.joined_event_key, in_group.event_key) as event_key
    from in_group
    left join settled
        on
            in_group.group_id = settled.group_id
            and in_group.event_key = settled.event_key

),

final as (

    select
        joined.telling_id,
        joined.group_id,
        joined.event_key,
        case
            when in_group.reason is not null then in_group.reason
            when events.is_announced then 'recalled'
            when
                row_number() over (
                    partition by joined.group_id, joined.event_key order by tellings.order_date, tellings.rank_key
                ) = 1
                then 'first_told'
            else 'recalled'
        end as reason,
        coalesce(
            min(in_group.announced_date) over whole_event,
            min(tellings.order_date) over whole_event
        ) as event_order_date,
        events.event_start,
        coalesce(events.event_end, min(tellings.order_date) over whole_event) as event_end
    from joined
    inner join tellings on joined.telling_id = tellings.telling_id
    inner join events on joined.group_id = events.group_id and joined.event_key = events.event_key
    inner join in_group on joined.telling_id = in_group.telling_id
    window whole_event as (partition by joined.group_id, joined.event_key)

)

select * from final
