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
