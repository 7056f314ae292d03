{# The whole phases that a folded phase touches, as a list: `1b/2a` touches 1 and 2, `early_1` touches 1, `pivotal` none.
   Two phases that share none are different; what one says more finely than the other is no difference. #}
{% macro main_phases(expression) -%}
    list_sort(list_distinct(regexp_extract_all({{ expression }}, '[1-4]')))
{%- endmacro %}

{# A folded phase without its part: `2b` is 2. #}
{% macro whole_phase(expression) -%}
    regexp_replace({{ expression }}, '(\d)[abc]', '\1', 'g')
{%- endmacro %}
