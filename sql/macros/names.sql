{# Text for comparing: lower case, no accents, no marks, single spaces; null where nothing is left. A single space is left
   alone: to replace each by itself doubles the time. #}
{% macro fold_text(expression) -%}
    nullif(
        trim(regexp_replace(lower(strip_accents({{ expression }})), '[^\p{L}\p{N}]{2,}|[^\p{L}\p{N} ]', ' ', 'g')), ''
    )
{%- endmacro %}

{# A company's name for comparing: folded, `&` as `and`, `U.S.` as `US`, `hollin.com` and `hollin.ai` as `hollin`, without
   `(…)`, a leading "the" and legal forms at the end. #}
{% macro fold_sponsor(expression) -%}
    {%- set bare = "regexp_replace(" ~ expression ~ ", '\\([^)]*\\)', ' ', 'g')" -%}
    {%- set joined = "regexp_replace(" ~ bare ~ ", '\\s*&\\s*', ' and ', 'g')" -%}
    {%- set initials = "regexp_replace(" ~ joined ~ ", '\\b(\\p{Lu})\\.(\\p{Lu})\\b\\.?', '\\1\\2', 'g')" -%}
    {%- set named = "regexp_replace(" ~ initials ~ ", '(\\w)\\.(?:com|net|org|io|app)\\b|(\\w{3})\\.ai\\b', '\\1\\2', 'gi')" -%}
    coalesce(
        nullif(
            regexp_replace(
                {{ fold_text(named) }},
                '^the |( ({{ var("legal_forms") | join("|") }}))+$',
                '',
                'g'
            ),
            ''
        ),
        {{ fold_text(expression) }},
        {{ expression }}
    )
{%- endmacro %}

{# The sites and mailboxes that a text gives, each as its last two parts: `hollin.com`, `hollin.co.uk`. #}
{% macro sites_of(text) -%}
    list_distinct(
        list_transform(
            regexp_extract_all(lower({{ text }}), '(?:https?://|\bwww\.|@)((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})', 1),
            lambda site: regexp_extract(site, '[^.]+\.(?:(?:co|com|org|net|ac|gov)\.)?[^.]+$')
        )
    )
{%- endmacro %}

{# 16 hex digits over the parts, as transforms.ids.stable_id makes them. #}
{% macro stable_id(parts) -%}
    substr(
        sha256(
            {%- for part in parts %}
            coalesce({{ part }}::varchar, chr(0)){{ " || chr(31) ||" if not loop.last }}
            {%- endfor %}
        ),
        1,
        16
    )
{%- endmacro %}

{# An address for comparing: without scheme, www, fragment and the last slash. #}
{% macro fold_url(expression) -%}
    nullif(regexp_replace({{ expression }}, '^https?://(www\.)?|#.*$|/+$|/+#.*$', '', 'g'), '')
{%- endmacro %}
