{# A model as a function of the published file names it: by schema, not by the catalog, which is whatever name the reader
   opens the file under. #}
{% macro published(model_name) -%}
    {{ ref(model_name).include(database=false) }}
{%- endmacro %}

{# The comment of a table function, quoted for SQL: what it does, its columns, as DuckDB keeps no comments of these, and
   what a reader must do before where the file is one of several. #}
{% macro function_comment(model) -%}
    {%- set lines = [model.description | trim] -%}
    {%- for column in model.columns.values() -%}
        {%- do lines.append(column.name ~ ' (' ~ column.data_type ~ '): ' ~ column.description | trim) -%}
    {%- endfor -%}
    {%- do lines.append('Where the file is attached beside others, `use` it first: tables are named without the catalog.') -%}
    {{ lines | join('\n') | replace("'", "''") }}
{%- endmacro %}
