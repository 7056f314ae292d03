with

plans as (

    select * from {{ ref('int_plans__ended') }}

),

tellings as (

    select * from {{ ref('int_tellings__deduplicated') }}

),

talks_ordered as (

    select
        telling_id,
        group_id,
        window_end,
        coalesce(window_start, order_date) as talk_start,
        -- A talk without a day is told of once more within days.
        coalesce(window_end, order_date + {{ var('announced_again_most_days') }}) as talk_end
    from plans
    where is_talk

),

talks_compared as (

    select
        *,
        max(talk_end) over (
            partition by group_id, window_end is null
            order by talk_start, talk_end, telling_id
            rows between unbounded preceding and 1 preceding
        ) as latest_end
    from talks_ordered

),

talks as (

    select
        telling_id,
        if(window_end is null, 'undated', 'dated')
        || sum(if(latest_end is null or talk_start > latest_end, 1, 0)) over (
            partition by group_id, window_end is null order by talk_start, talk_end, telling_id
        ) as talk_key
    from talks_compared

),

decision_dates as (

    select
        telling_id,
        group_id,
        milestone_type,
        order_date,
        window_end,
        rank_key,
        lag(window_end) over (partition by group_id order by order_date, rank_key) as previous_end
    from plans
    where
        milestone_type in ('regulatory_decision_date', 'regulatory_feedback', 'dsmb_review') and window_end is not null

),

-- An agency puts its day off by three months, before that day; one that is set after it is of the next review. So is a
-- meeting that is planned long after the last one was to be.
reviews as (

    select
        telling_id,
        sum(
            if(
                if(
                    milestone_type = 'regulatory_decision_date',
                    order_date > previous_end and window_end - previous_end > {{ var('put_off_most_days') }},
                    order_date - previous_end > {{ var('recurring_most_days') }}
                ),
                1,
                0
            )
        ) over (partition by group_id order by order_date, rank_key) as review_number
    from decision_dates

),

-- Plans that run side by side are told from each other by their windows.
side_by_side as (

    select
        plans.telling_id,
        plans.group_id,
        plans.rank_key,
        plans.window_end,
        'planned:'
        || coalesce(coalesce(plans.window_end, plans.superseded_end)::varchar, 'open')
        || '/' || plans.nth_in_release as event_key,
        list_distinct(string_split(tellings.sentence_key, ' ')) as words,
        count(*) over (
            partition by plans.group_id, tellings.release_number, tellings.sentence_key
        ) as same_sentence_count,
        count(*) over (partition by plans.group_id, tellings.release_number) as told_together_count
    from plans
    inner join tellings on plans.telling_id = tellings.telling_id
    where plans.has_several and plans.subject_key is not null and plans.superseded_end is null

),

first_side_by_side as (

    select * from side_by_side
    where told_together_count > 1
    qualify rank_key['release_number'] = min(rank_key['release_number']) over (partition by group_id)

),

compared as (

    select
        later.telling_id,
        earlier.event_key,
        earlier.rank_key,
        coalesce(later.window_end = earlier.window_end, false) as has_same_end,
        if(
            later.same_sentence_count = 1 and earlier.same_sentence_count = 1,
            len(list_intersect(later.words, earlier.words)) / greatest(len(later.words), len(earlier.words)),
            0
        ) as words_share
    from side_by_side as later
    inner join first_side_by_side as earlier
        on
            later.group_id = earlier.group_id
            and later.rank_key['release_number'] > earlier.rank_key['release_number']

),

-- What a later release says of one of them, by the same time or in the same words by another, is of that one.
continued as (

    select
        telling_id,
        min_by(event_key, (not has_same_end, -words_share, rank_key)) as event_key
    from compared
    where has_same_end or words_share >= {{ var('continued_least_share') }}
    group by telling_id

),

keyed as (

    select
        plans.*,
        coalesce(plans.ended_group_id, plans.group_id) as joined_group_id,
        case
            when plans.ended_event_key is not null then plans.ended_event_key
            when plans.subject_key is null then 'told:' || plans.telling_id
            when talks.talk_key is not null then 'planned:' || talks.talk_key
            when reviews.review_number > 0 then 'planned:review ' || reviews.review_number + 1
            when plans.planned_anew_count > 0 then 'planned:anew ' || plans.planned_anew_count
            when continued.telling_id is not null then continued.event_key
            when plans.has_several
                then
                    'planned:'
                    || coalesce(coalesce(plans.window_end, plans.superseded_end)::varchar, 'open')
                    || '/' || plans.nth_in_release
            else 'planned'
        end as event_key
    from plans
    left join talks on plans.telling_id = talks.telling_id
    left join reviews on plans.telling_id = reviews.telling_id
    left join continued on plans.telling_id = continued.telling_id

),

-- A plan that names neither trial nor product, and is not of several, is the only one of its sponsor and type that
-- does, told not long before or after, where nothing that is named says otherwise. One that names the product, but
-- neither trial nor phase, is the only one of it that does; one that leaves out the trial alone, or before a regulator
-- the disease alone, the only one that ends on the same day.
nameless as (

    select
        nameless.telling_id,
        min({
            'group_id': named.joined_group_id, 'event_key': named.event_key
        }) as named_event
    from keyed as nameless
    inner join keyed as named
        on
            nameless.scope_id = named.scope_id
            and nameless.milestone_type = named.milestone_type
            and nameless.detail_key is not distinct from named.detail_key
    where
        (
            (
                starts_with(nameless.subject_key, 'sentence:')
                and not starts_with(named.subject_key, 'sentence:')
                and not nameless.is_of_several
            )
            or (
                starts_with(nameless.subject_key, 'product:')
                and nameless.about_product = named.about_product
                and nameless.window_end is not null
                and not nameless.has_several
                and (
                    (starts_with(named.subject_key, 'trial:') and nameless.window_end = named.window_end)
                    or (
                        nameless.theme = 'regulatory'
                        and nameless.indication_group is null
                        and named.indication_group is not null
                        and nameless.window_end = named.window_end
                    )
                    or (
                        nameless.about_phase is null
                        and named.about_phase is not null
                        and list_contains({{ var('trial_themes') }}, nameless.theme)
                    )
                )
            )
        )
        and nameless.theme != 'corporate'
        and not nameless.is_talk
        and not named.is_talk
        and nameless.ended_event_key is null
        and abs(nameless.order_date - named.order_date) <= {{ var('nameless_plan_told_most_days') }}
        and (named.ended_event_key is null or nameless.order_date <= named.order_date)
        and coalesce(nameless.agency = named.agency, true)
        and coalesce(
            contains(nameless.about_phase, named.about_phase) or contains(named.about_phase, nameless.about_phase),
            true
        )
        and coalesce(nameless.indication_group = named.indication_group, true)
        and coalesce(
            nameless.window_start <= named.window_end and nameless.window_end >= named.window_start,
            nameless.window_end is null and named.window_end is null
        )
    group by nameless.telling_id
    having
        named_event = max({
            'group_id': named.joined_group_id, 'event_key': named.event_key
        })

),

final as (

    select
        keyed.telling_id,
        coalesce(nameless.named_event['group_id'], keyed.joined_group_id) as group_id,
        coalesce(nameless.named_event['event_key'], keyed.event_key) as event_key,
        if(keyed.ended_event_key is null, 'planned', 'planned_before') as reason
    from keyed
    left join nameless on keyed.telling_id = nameless.telling_id

)

select * from final
