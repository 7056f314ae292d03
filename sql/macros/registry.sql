{# Days from a registered time to the time of an event, between their nearest ends; negative where the event is earlier. #}
{% macro days_apart(events, registered_from, registered_until) -%}
    if(
        {{ registered_from }} > {{ events }}.happens_until,
        {{ events }}.happens_until - {{ registered_from }},
        {{ events }}.happens_from - {{ registered_until }}
    )
{%- endmacro %}
