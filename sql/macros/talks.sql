{# Talks have their day, and take place whether or not somebody tells of them after it: they are never overdue. #}

{# Whether a plan is of a talk whose days are set. #}
{% macro is_set_talk(plans) -%}
coalesce(
    {{ plans }}.milestone_type = 'data_presented'
    and {{ plans }}.window_end - {{ plans }}.window_start <= {{ var('telling_window_most_days') }},
    false
)
{%- endmacro %}

{# Whether a plan is of a talk that is over on a day: its own day is past, or nobody named one and it was told of long ago. #}
{% macro is_past_talk(plans, day) -%}
coalesce(
    {{ plans }}.milestone_type = 'data_presented'
    and case
        when {{ plans }}.window_end is null
            then {{ day }} - {{ plans }}.told_date > {{ var('undated_talk_most_days') }}
        else
            {{ plans }}.window_end < {{ day }}
            and {{ plans }}.window_end - {{ plans }}.window_start <= {{ var('telling_window_most_days') }}
    end,
    false
)
{%- endmacro %}

{# The meeting that a folded sentence names with its year, as `tas 2026`; null where it names none. #}
{% macro meeting(sentence_key) -%}
    nullif(regexp_extract({{ sentence_key }}, '\b[a-z]{3,8} 20\d\d\b'), '')
{%- endmacro %}
