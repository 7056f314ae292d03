{# DuckDB's keyed recursion: one label for each key, replaced as better ones arrive. A macro, as sqlfluff cannot read it. #}
{% macro using_key(column) -%}
    using key ({{ column }})
{%- endmacro %}
