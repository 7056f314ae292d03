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
