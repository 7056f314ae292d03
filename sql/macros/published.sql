{# A model as a function of the published file names it: by schema, not by the catalog, which is whatever name the reader
   opens the file under. #}
{% macro published(model_name) -%}
    {{ ref(model_name).include(database=false) }}
{%- endmacro %}
