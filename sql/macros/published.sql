{# A model as a function of the published file names it: by schema, not by the catalog, which is whatever name the reader
   opens the file under. #}
{% macro published(model_name) -%}
    {{ ref(model_name).include(database=false) }}
{%- endmacro %}

{# The comment of a table function, quoted for SQL: what it does, and its columns, as DuckDB keeps no comments of these. #}
{% macro function_comment(model) -%}
    {%- set lines = [model.description | trim] -%}
    {%- for column in model.columns.values() -%}
        {%- do lines.append(column.name ~ ' (' ~ column.data_type ~ '): ' ~ column.description | trim) -%}
    {%- endfor -%}
    {{ lines | join('\n') | replace("'", "''") }}
{%- endmacro %}
