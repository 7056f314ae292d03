{# What parts one event of a type from others of the same trial or product. #}

{% macro detail_key() -%}
case
    when milestone_type in ('designation_granted', 'designation_requested') then detail
    -- Recruiting again after a pause is no start of a trial.
    when milestone_type = 'trial_initiated' then if(contains(lower(detail), 'resum'), 'resumed', null)
    -- A further use of what is approved is no first approval, and full approval is none that was accelerated.
    when milestone_type = 'approval'
        then
            case
                when
                    regexp_matches(
                        sentence,
                        '(?i)\b(expanded|additional|new|second|broader)\s(\w+\s)?'
                        '(indication|use|label|population)'
                        '|\bs(NDA|BLA)\b|supplemental|broadened|label (expansion|update)'
                    )
                    then 'supplement'
                when
                    regexp_matches(sentence, '(?i)\b(full|traditional|regular)\s(FDA\s|marketing\s)?approval')
                    and not regexp_matches(sentence, '(?i)(accelerated|conditional)\s(\w+\s)?approval')
                    then 'full'
            end
    -- A short application, a supplement and a second try are not the first one.
    when milestone_type not in ('application_submitted', 'application_accepted') then null
    when regexp_matches(sentence, 'ANDA|[Aa]bbreviated [Nn]ew [Dd]rug') then 'abbreviated'
    when regexp_matches(sentence, '\bs(NDA|BLA)\b|[Ss]upplemental') then 'supplement'
    when regexp_matches(sentence, '(?i)resubmi|refile') then 'resubmission'
    -- A rolling submission begins long before it is complete.
    when
        regexp_matches(sentence, '(?i)\b(initiat|beg[ia]n|start|commenc)\w*\s(\S+\s){0,3}(rolling|submission)')
        and not regexp_matches(sentence, '(?i)\bcomplet')
        then 'rolling_start'
end
{%- endmacro %}

{# Which stage of a deal or of a regulator's meeting a folded sentence tells; null where it says none. A deal is agreed,
   then closed; a meeting is asked for, granted, then held; who is a finalist may win. #}
{% macro stage() -%}
case
    when milestone_type in ('financing', 'acquisition')
        then
            case
                when
                    regexp_matches(
                        sentence_key,
                        '\b(announce[sd]?( the| its)?|has|have|successful(ly)?) (\S+ ){0,2}(clos(es|ed|ing)|complet(es|ed|ing|ion))\b'
                        '|\b(closes|completes)\b|\b(closing|completion) of (the|its|an?)\b|\bclosed (the|its|an?|on)\b'
                    )
                    and not regexp_matches(sentence_key, '\b(expected|anticipated|subject|prior) (to|at|on|upon)\b')
                    then 'closed'
                when
                    regexp_matches(
                        sentence_key,
                        '\b(pric(es|ed|ing)|agree(s|d|ments?)|definitive|letter of intent|loi|mou|memorandum|propos(es|ed|al)'
                        '|to acquire|will acquire'
                        '|registered direct|underwritten|public offering|warrants will)\b'
                    )
                    then 'agreed'
            end
    when milestone_type = 'recognition'
        then if(regexp_matches(sentence_key, '\b(nominat|finalist|shortlist|short list)'), 'nominated', null)
    when milestone_type != 'regulatory_feedback' then null
    when regexp_matches(sentence_key, '\b(grant|schedul|accept)\w* (\S+ ){0,8}(meeting|request)\b|\bmeeting request (\S+ )?granted\b')
        then 'granted'
    when
        regexp_matches(sentence_key, '\b(submit|request|fil(?:e|ing))\w* (\S+ ){0,8}(meeting|request)\b')
        and not regexp_matches(sentence_key, '\b(advis|recommend|feedback|respon)')
        then 'asked'
end
{%- endmacro %}

{# Whether a folded sentence of a regulator speaks of other countries than the United States: FDA is not left out there. #}
{% macro is_told_elsewhere(sentence_key) -%}
regexp_matches(
    {{ sentence_key }},
    'japan|\bchina\b|europe|\beu\b|\buk\b|kingdom|canad|australia|korea|\bce mark|\bcountries\b'
)
and not regexp_matches({{ sentence_key }}, '\bin the us\b|\bus (and|fda|food)\b|united ?states|\bfda\b|america')
{%- endmacro %}
