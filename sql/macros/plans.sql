{# Which event a plan can have ended in, and which day it is for what is still to come. #}

{# Now, over rows of releases: the newest day told of. What came after the newest news nobody here can know, however late
   it was pulled. A day ahead of the one on which it was seen is one of another zone. #}
{% macro newest_day_told() -%}
coalesce(
    max(told_date) filter (where told_date <= last_observed_at::date),
    max(last_observed_at)::date
)
{%- endmacro %}

{# Whether a plan and an event fit only each other: no other group of plans fits the event, no other event the plan. #}
{% macro fits_alone(plan, event) -%}
min({{ plan }}.group_id) over (partition by {{ event }}.group_id, {{ event }}.event_key)
= max({{ plan }}.group_id) over (partition by {{ event }}.group_id, {{ event }}.event_key)
and count(*) over (partition by {{ plan }}.telling_id) = 1
{%- endmacro %}

{# Whether an event can be the decision of an agency that is awaited. The Commission decides on what EMA has reviewed. #}
{% macro is_awaited_decision(plan, event) -%}
{{ plan }}.milestone_type = 'regulatory_decision_date'
and {{ event }}.milestone_type in ('approval', 'application_rejected')
and coalesce(replace({{ plan }}.agency, 'EMA', 'EC') = replace({{ event }}.agency, 'EMA', 'EC'), true)
{%- endmacro %}

{# Whether an event of another group was told after a plan, and took place in its window. #}
{% macro meets_in_time(plan, event) -%}
{{ plan }}.group_id != {{ event }}.group_id
and {{ plan }}.first_order_date < {{ event }}.event_order_date
and {{ plan }}.window_start <= {{ event }}.event_end
and {{ plan }}.window_end >= coalesce({{ event }}.event_start, {{ event }}.event_end)
{%- endmacro %}

{# Whether an event of the same group is near enough to a plan's window to be what was planned; where several plans run side
   by side, only the window tells whose it is. #}
{% macro is_in_reach(plan, event, has_several) -%}
case
    -- Data are shown again and again: what is told long after the planned talk is another.
    when {{ plan }}.is_talk and {{ plan }}.window_end is null
        then
            {{ event }}.event_end - {{ plan }}.order_date
            <= if(
                {{ plan }}.meeting = {{ event }}.meeting,
                {{ var('nameless_plan_told_most_days') }},
                {{ var('undated_talk_most_days') }}
            )
    when {{ plan }}.is_talk
        then
            {{ event }}.event_end
            between {{ plan }}.window_start and {{ plan }}.window_end + {{ var('talk_told_most_days') }}
    when
        {{ has_several }}
        or ({{ plan }}.milestone_type = 'data_presented' and {{ plan }}.window_end is not null)
        then {{ event }}.event_end between {{ plan }}.window_start and {{ plan }}.window_end
    -- Results and what comes again and again: far from the window, they are others.
    when list_contains({{ var('recurring_types') }}, {{ plan }}.milestone_type)
        then
            coalesce(
                {{ event }}.event_end
                between {{ plan }}.window_start - {{ var('ended_early_most_days') }}
                and {{ plan }}.window_end + if(
                    {{ plan }}.milestone_type = 'regulatory_feedback',
                    {{ var('announced_after_most_days') }},
                    {{ var('recurring_most_days') }}
                ),
                true
            )
    when {{ plan }}.milestone_type = 'topline_readout'
        then
            coalesce(
                {{ event }}.event_end
                >= {{ plan }}.window_start - {{ var('ended_early_most_days') }},
                true
            )
            and not (
                starts_with({{ plan }}.subject_key, 'product:')
                and {{ are_two_indications(plan ~ '.indication_key', event ~ '.indication_key') }}
                and coalesce(
                    {{ event }}.event_end - {{ plan }}.window_end > {{ var('recurring_most_days') }},
                    false
                )
            )
    else true
end
{%- endmacro %}
