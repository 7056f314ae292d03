{# A product's name for comparing: folded, subscripts as digits, letters and digits closed up, so that `AB 1234`, `AB-1234`
   and `AB1234™` are one; a combination has its parts in order, parted by `+`, and so is none of its parts. #}
{% macro fold_product(expression) -%}
    nullif(
        array_to_string(
            list_sort(
                list_transform(
                    regexp_split_to_array(
                        translate(
                            regexp_replace(lower({{ expression }}), '\((?:r|tm)\)|&(?:reg|trade);', ' ', 'g'),
                            '₀₁₂₃₄₅₆₇₈₉',
                            '0123456789'
                        ),
                        '\s*[+/&]\s*|\s(?:plus|and|with|in combination with)\s'
                    ),
                    lambda part: replace(
                        regexp_replace({{ fold_text('part') }}, '(\p{N}) (\p{N})', '\1-\2', 'g'), ' ', ''
                    )
                )
            ),
            '+'
        ),
        ''
    )
{%- endmacro %}

{# A study name for comparing: folded, in capitals, digits closed up to the letters before: FLARE 2 and FLARE-2 are FLARE2. #}
{% macro fold_study_name(expression) -%}
    upper(regexp_replace({{ fold_text(expression) }}, '(\p{L}) (\p{N})', '\1\2', 'g'))
{%- endmacro %}

{# A trial's name for comparing: a registry id without spaces, a study name folded. #}
{% macro fold_trial(expression) -%}
    coalesce(
        nullif(
            upper(
                regexp_extract(
                    {{ expression }},
                    '(?i)^\s*((?:NCT|ISRCTN|ACTRN|DRKS|CTR|JRCT|ChiCTR|CTRI/)[A-Z0-9/-]*\d{4,}|\d{4}-\d{6}-\d\d(?:-\d\d)?)\s*$',
                    1
                )
            ),
            ''
        ),
        {{ fold_study_name(expression) }}
    )
{%- endmacro %}

{# Whether a disease may be one of a trial's: `colitis` may be what another release calls `ulcerative colitis`; what neither
   contains is another; a disease that is not named may be any. #}
{% macro is_of_indication(known_keys, indication_key) -%}
    coalesce(
        len({{ known_keys }}) = 0
        or len(
            list_filter(
                {{ known_keys }}, lambda known: contains(known, {{ indication_key }}) or contains({{ indication_key }}, known)
            )
        ) > 0
        or {{ indication_key }} is null,
        true
    )
{%- endmacro %}

{# Whether two diseases share a word that is not one of most diseases. #}
{% macro shares_indication(one, other) -%}
    len(
        list_filter(
            list_intersect(string_split({{ one }}, ' '), string_split({{ other }}, ' ')),
            lambda word: length(word) > 2 and not list_contains({{ var('common_indication_words') }}, word)
        )
    ) > 0
{%- endmacro %}

{# Whether two diseases are surely two: both written out, and without a word in common but those of most diseases. #}
{% macro are_two_indications(one, other) -%}
    coalesce(
        length({{ one }}) > 5 and length({{ other }}) > 5 and not {{ shares_indication(one, other) }}
        and not contains({{ one }}, {{ other }}) and not contains({{ other }}, {{ one }}),
        false
    )
{%- endmacro %}

{# Whether a disease is surely none of the known ones, nor is one of them named in the folded sentence. Abbreviations, and
   what is only words of most diseases, say nothing. #}
{% macro is_none_of_indications(known_keys, indication_key, sentence_key) -%}
    coalesce(
        len(list_filter({{ known_keys }}, lambda known: length(known) > 5)) > 0
        and len(
            list_filter(
                {{ known_keys }},
                lambda known: length(known) > 5 and (
                    not {{ are_two_indications('known', indication_key) }}
                    or contains({{ sentence_key }}, known)
                    or not {{ shares_indication('known', 'known') }}
                )
            )
        ) = 0,
        false
    )
{%- endmacro %}
