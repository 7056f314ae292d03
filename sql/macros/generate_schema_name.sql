{# The schema is the one configured, not `<target>_<configured>`: there is one target, and analysts type `from releases`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
