{# The staging tables that schema `history` keeps, each as `seen_<name>`: those that the marts of `as_of` are made of. #}
{% macro seen_staging_tables() -%}
    {{ return([
        'captures',
        'milestones',
        'name_ties',
        'releases',
        'review_decisions',
        'studies',
        'trial_mentions',
    ]) }}
{%- endmacro %}

{# The rows of a staging table for schema `history`. Times are UTC without a zone, so that a cast to a day asks nothing of
   the session in which an analyst calls; `as_of` gives them their zone back. #}
{% macro seen_rows(table_name) -%}
    {%- set times = [] -%}
    {%- if execute -%}
        {%- set table = graph.sources['source.' ~ project_name ~ '.staging.' ~ table_name] -%}
        {%- for column in table.columns.values() if column.data_type == 'timestamp with time zone' -%}
            {%- do times.append(column.name ~ " at time zone 'UTC' as " ~ column.name) -%}
        {%- endfor -%}
    {%- endif -%}
    select *{{ " replace (" ~ times | join(", ") ~ ")" if times }} from {{ source('staging', table_name) }}
{%- endmacro %}

{# The comments of a kept table's columns: the words of the staging table. For a post-hook. #}
{% macro comment_as_staged(relation) -%}
    {%- if execute -%}
        {%- set table_name = relation.identifier | replace('seen_', '', 1) -%}
        {%- set table = graph.sources['source.' ~ project_name ~ '.staging.' ~ table_name] -%}
        {%- set said = {'observed_date': 'Day (UTC) on which the pull of the capture began.'} -%}
        {%- for column in table.columns.values() -%}
            {%- do said.update({column.name: column.description}) -%}
        {%- endfor -%}
        {%- for column in adapter.get_columns_in_relation(relation) %}
            comment on column {{ relation }}.{{ column.name }} is '{{ said[column.name] | replace("'", "''") }}';
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
