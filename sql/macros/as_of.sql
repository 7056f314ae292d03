{# A mart as a run at the end of a day would have built it: the SQL of its model and of every model behind it, as it
   stands in the project, over the staging rows of what had been seen by then. No rule of the marts is written twice, and
   who changes a model changes this with it. For a table function with the parameter `as_of_day`. #}
{% macro as_of(mart_name) -%}
    {#- Told at parsing, when the graph is not known yet: what must be built before. The mart stands for its seeds. -#}
    {%- do ref(mart_name) -%}
    {%- set texts = published('releases') -%}
    {%- set seen = {} -%}
    {%- for name in seen_staging_tables() -%}
        {%- do seen.update({name: published('seen_' ~ name)}) -%}
    {%- endfor -%}
    {%- if execute -%}
        {%- set mart_id = 'model.' ~ project_name ~ '.' ~ mart_name -%}
        {#- Captures first: the rows of the other staging tables are cut by them. -#}
        {%- set upstream = ['source.' ~ project_name ~ '.staging.captures'] -%}
        {%- do find_upstream(mart_id, upstream) -%}
with
        {%- for unique_id in upstream %}

            {%- if unique_id.startswith('source.') %}
                {%- set table = graph.sources[unique_id] %}
                {%- if table.name not in seen %}
                    {%- do exceptions.raise_compiler_error(
                        mart_name ~ " reads the staging table " ~ table.name ~ ", which the published file does not keep, so "
                        ~ mart_name ~ "_as_of cannot: add sql/models/history/seen_" ~ table.name ~ " and name the table in "
                        ~ "seen_staging_tables()"
                    ) %}
                {%- endif %}

{{ staging_as_of('staging', table.name) }} as (

{{ seen_as_of(table, seen[table.name], texts) }}

)
            {%- else %}
                {%- set node = graph.nodes[unique_id] %}

{{ model_as_of(node.name) }} as (

                {%- if node.resource_type == 'seed' %}

    select * from "{{ node.schema }}"."{{ node.alias }}"
                {%- else %}

{{ render("{% set ref = model_as_of %}{% set source = staging_as_of %}" ~ node.raw_code) }}
                {%- endif %}

)
            {%- endif %}
            {{- "," if not loop.last }}
        {%- endfor %}

select
        {%- for column in graph.nodes[mart_id].columns.values() %}
            {%- set is_time = column.data_type == 'timestamp with time zone' %}
    {{ column.name ~ " at time zone 'UTC' as " if is_time }}{{ column.name }}{{ "," if not loop.last }}
        {%- endfor %}
from {{ model_as_of(mart_name) }}
    {%- endif %}
{%- endmacro %}

{# Append the ids of all that a node is made of, at any distance, and then its own: parents come first. #}
{% macro find_upstream(unique_id, found) -%}
    {%- if unique_id not in found -%}
        {%- if unique_id.startswith('model.') -%}
            {%- for parent in graph.nodes[unique_id].depends_on.nodes -%}
                {%- do find_upstream(parent, found) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- do found.append(unique_id) -%}
    {%- endif -%}
{%- endmacro %}

{# What `ref` and `source` give inside `as_of`. #}
{% macro model_as_of(name) -%}
    {{ name }}__as_of
{%- endmacro %}

{% macro staging_as_of(source_name, table_name) -%}
    {{ source_name }}_{{ table_name }}__as_of
{%- endmacro %}

{# A staging table as it was: the rows of each capture that had been seen. What people write, such as decisions, has no
   captures, and holds for all days. #}
{% macro seen_as_of(table, seen_table, texts) -%}
    select seen.*
    {%- if table.name == 'releases' %} replace (coalesce(seen.text, texts.text) as text){% endif %}
    from {{ seen_table }} as seen
    {%- if table.name == 'releases' %}
    left join {{ texts }} as texts on seen.release_id = texts.release_id and seen.text_sha256 = texts.text_sha256
    {%- endif %}
    {%- if table.name == 'captures' %}
    where seen.observed_at::date <= as_of_day::date
    {%- elif 'capture_id' in table.columns %}
    semi join {{ staging_as_of('staging', 'captures') }} as captures
        on seen.capture_id = captures.capture_id and seen.observed_date = captures.observed_date
    {%- endif %}
{%- endmacro %}
