{# A folded word without its inflection: plural s, -ed, -ing, a last e, a doubled consonant; words of four letters and
   more, no digits. What is left need not be a word ("dos"), only the same for all forms. DuckDB's own stemmer is in an
   extension that whoever opens the file may not have. #}
{% macro fold_word(word) -%}
    if(
        regexp_full_match({{ word }}, '[a-z]{4,}'),
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(regexp_replace({{ word }}, 'ie[sd]$', 'y'), '([^sui])s$', '\1'),
                    '([aeiouy][a-z]+)(?:ed|ing)$',
                    '\1'
                ),
                'e$',
                ''
            ),
            '(?:b(b)|d(d)|g(g)|l(l)|m(m)|n(n)|p(p)|r(r)|t(t))$',
            '\1\2\3\4\5\6\7\8\9'
        ),
        {{ word }}
    )
{%- endmacro %}
