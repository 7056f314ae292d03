with

mentions as (

    select * from {{ ref('int_trial_mentions__read') }}

),

texts as not materialized (

    select * from {{ ref('int_releases__texts') }}

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

studies as (

    select * from {{ source('staging', 'studies') }}

),

ids as (

    select * from {{ ref('int_trial_ids__folded') }}

),

products as (

    select * from {{ ref('int_product_names__read') }}

),

corrections as (

    select * from {{ ref('int_corrections__folded') }}
    where entity = 'trial'

),

-- What stands just before and just after a registry id.
around_ids as (

    select
        mentions.scope_id,
        mentions.id_key,
        mentions.release_id,
        mentions.release_number,
        mentions.first_observed_at,
        substr(
            texts.text, greatest(mentions.span_start - 79, 1), least(mentions.span_start, 80)
        ) as text_before,
        substr(texts.text, mentions.span_end + 1, 80) as text_behind
    from mentions
    inner join texts on mentions.release_id = texts.release_id
    where mentions.id_key is not null

),

-- Folded, without the words that introduce an id.
beside_ids as (

    select
        * exclude (text_before, text_behind),
        regexp_replace(
            {{ fold_study_name('text_before') }},
            '( (CLINICALTRIALS|CLINICAL TRIALS|GOV|IDENTIFIER|NUMBER|ID|NO|TRIAL|STUDY))+$',
            ''
        ) as words_before,
        if(
            regexp_matches(text_behind, '^ ?[(\[]'), {{ fold_study_name('text_behind') }}, null
        ) as words_in_bracket
    from around_ids

),

-- Every run of words that ends what stands before or begins what stands in the bracket: one may be a study name.
listed_beside_ids as (

    select
        * exclude (words_before, words_in_bracket),
        coalesce(string_split(words_before, ' '), []) as words_before,
        coalesce(string_split(words_in_bracket, ' '), []) as words_in_bracket
    from beside_ids

),

runs_beside_ids as (

    select
        * exclude (words_before, words_in_bracket),
        unnest(
            list_distinct(
                list_concat(
                    list_transform(
                        range(1, len(words_before) + 1), lambda nth: array_to_string(words_before[nth:], ' ')
                    ),
                    list_transform(
                        range(1, len(words_in_bracket) + 1), lambda nth: array_to_string(words_in_bracket[:nth], ' ')
                    )
                )
            )
        ) as run
    from listed_beside_ids

),

sponsor_keys as (

    select distinct
        name_key,
        sponsor_id
    from sponsors

),

study_names as (

    select
        scope_id,
        sponsor_id,
        acronym_key,
        count(distinct release_id) as release_count
    from mentions
    where acronym_key is not null
    group by scope_id, sponsor_id, acronym_key

),

-- Three ways to learn that a study name and a registry id are one trial, the surest first.
said as (

    select
        scope_id,
        acronym_key,
        id_key as trial_key,
        1 as reason_number,
        'acronym_with_registry_id' as reason,
        release_id,
        release_number,
        first_observed_at
    from mentions
    where acronym_key is not null and id_key is not null
    union all
    select
        study_names.scope_id,
        study_names.acronym_key,
        runs_beside_ids.id_key as trial_key,
        2 as reason_number,
        'acronym_beside_registry_id' as reason,
        runs_beside_ids.release_id,
        runs_beside_ids.release_number,
        runs_beside_ids.first_observed_at
    from study_names
    inner join runs_beside_ids
        on study_names.scope_id = runs_beside_ids.scope_id and study_names.acronym_key = runs_beside_ids.run
    union all
    select
        sponsor_keys.sponsor_id as scope_id,
        {{ fold_study_name('studies.acronym') }} as acronym_key,
        ids.trial_key,
        3 as reason_number,
        'registry_acronym' as reason,
        null as release_id,
        null as release_number,
        studies.observed_at as first_observed_at
    from studies
    inner join sponsor_keys on {{ fold_sponsor('studies.sponsor') }} = sponsor_keys.name_key
    inner join ids on upper(studies.trial_id) = ids.trial_id
    where studies.acronym is not null and ids.trial_key is not null

),

named_in_corrections as (

    select
        study_names.scope_id,
        study_names.acronym_key,
        corrections.scope_id as decided_scope_id,
        corrections.class_key,
        corrections.has_same,
        corrections.apart_from
    from study_names
    inner join corrections
        on
            study_names.acronym_key = corrections.name_key
            and coalesce(study_names.scope_id = corrections.scope_id, true)

),

-- Two study names that a person set apart are not both the trial of one id: neither is, by a text.
set_apart as (

    select distinct
        said.scope_id,
        said.acronym_key,
        said.trial_key
    from said
    inner join named_in_corrections as decisions
        on said.scope_id = decisions.scope_id and said.acronym_key = decisions.acronym_key
    left join said as other_names
        on
            said.scope_id = other_names.scope_id
            and said.trial_key = other_names.trial_key
            and list_contains(decisions.apart_from, other_names.acronym_key)
    where list_contains(decisions.apart_from, said.trial_key) or other_names.acronym_key is not null

),

kept as (

    select said.*
    from said
    anti join set_apart
        on
            said.scope_id = set_apart.scope_id
            and said.acronym_key = set_apart.acronym_key
            and said.trial_key = set_apart.trial_key

),

-- A name tied to two ids stays a name: it may be a programme, or an earlier trial.
sure_ties as (

    select
        scope_id,
        acronym_key,
        min(trial_key) as trial_key,
        min_by(reason, (reason_number, coalesce(release_number, 0))) as reason,
        min_by(coalesce(release_id, ''), (reason_number, coalesce(release_number, 0))) as release_id,
        min(first_observed_at) as first_observed_at
    from kept
    group by scope_id, acronym_key
    having count(distinct trial_key) = 1

),

-- The trial that a person's word makes of names: that of an id among them, or the one id that texts tie them to; else
-- the first of the names.
decided_ids as (

    select
        corrections.scope_id,
        corrections.class_key,
        min(ids.trial_key) as trial_key
    from corrections
    inner join ids on corrections.name_key = ids.trial_id
    where corrections.has_same
    group by corrections.scope_id, corrections.class_key

),

decided_names as (

    select
        decisions.scope_id,
        decisions.decided_scope_id,
        decisions.class_key,
        min(decisions.acronym_key) as acronym_key,
        if(min(sure_ties.trial_key) = max(sure_ties.trial_key), min(sure_ties.trial_key), null) as trial_key
    from named_in_corrections as decisions
    left join sure_ties
        on decisions.scope_id = sure_ties.scope_id and decisions.acronym_key = sure_ties.acronym_key
    where decisions.has_same
    group by decisions.scope_id, decisions.decided_scope_id, decisions.class_key

),

decided as (

    select
        decisions.scope_id,
        decisions.acronym_key,
        min(coalesce(decided_ids.trial_key, decided_names.trial_key)) as trial_key,
        min(decided_names.acronym_key) as name_key
    from named_in_corrections as decisions
    inner join decided_names
        on
            decisions.scope_id = decided_names.scope_id
            and decisions.decided_scope_id is not distinct from decided_names.decided_scope_id
            and decisions.class_key = decided_names.class_key
    left join decided_ids
        on
            decisions.decided_scope_id is not distinct from decided_ids.scope_id
            and decisions.class_key = decided_ids.class_key
    group by decisions.scope_id, decisions.acronym_key

),

-- `The QVX study` is one of QVX Pharma, `the GLB-7 study` one of GLB-7: what is the sponsor's name, or a product's in
-- more releases than a study's, is no trial's.
product_counts as (

    select
        scope_id,
        name_key,
        count(distinct release_id) as release_count
    from products
    where is_subject
    group by scope_id, name_key

),

sponsor_words as (

    select distinct
        sponsor_id,
        regexp_extract(issuer, '^[A-Z0-9]{2,}\b') as first_word
    from sponsors

),

judged as (

    select
        study_names.scope_id,
        study_names.sponsor_id,
        study_names.acronym_key,
        sure_ties.trial_key as tied_key,
        sure_ties.reason as tie_reason,
        nullif(sure_ties.release_id, '') as tie_release_id,
        sure_ties.first_observed_at as tie_first_observed_at,
        coalesce(decided.trial_key, sure_ties.trial_key) as registered_key,
        coalesce(decided.name_key, study_names.acronym_key) as name_key,
        case
            when sponsor_words.first_word is not null then 'name_of_sponsor'
            when product_counts.release_count > study_names.release_count then 'name_of_product'
            when study_names.sponsor_id is null then 'no_sponsor'
        end as set_aside_reason
    from study_names
    left join sure_ties
        on study_names.scope_id = sure_ties.scope_id and study_names.acronym_key = sure_ties.acronym_key
    left join decided
        on study_names.scope_id = decided.scope_id and study_names.acronym_key = decided.acronym_key
    left join product_counts
        on
            study_names.scope_id = product_counts.scope_id
            and {{ fold_product('study_names.acronym_key') }} = product_counts.name_key
    left join sponsor_words
        on
            study_names.sponsor_id = sponsor_words.sponsor_id
            and study_names.acronym_key = sponsor_words.first_word

),

final as (

    select
        scope_id,
        acronym_key,
        case
            when registered_key is not null then registered_key
            when name_key != acronym_key or set_aside_reason is null then sponsor_id || ':' || name_key
        end as trial_key,
        case
            when registered_key = tied_key then tie_reason
            when registered_key is not null or name_key != acronym_key then 'correction'
            else coalesce(set_aside_reason, 'sponsor_and_acronym')
        end as trial_reason,
        registered_key is not null or name_key != acronym_key as is_tied,
        -- The release that supports the tie; null for a registry's record and a person's word.
        if(registered_key = tied_key, tie_release_id, null) as release_id,
        if(registered_key = tied_key, tie_first_observed_at, null) as first_observed_at
    from judged

)

select * from final
