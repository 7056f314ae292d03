{# Which event a plan can have ended in. #}

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
