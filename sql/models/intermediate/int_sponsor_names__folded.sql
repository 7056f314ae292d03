with

releases as (

    select
        release_id,
        capture_id,
        first_observed_at
    from {{ ref('int_releases__deduplicated') }}

),

ties as (

    select * from {{ source('staging', 'name_ties') }}

),

event_sponsors as (

    select * from {{ ref('int_event_sponsors__named') }}

),

corrections as (

    select * from {{ ref('identity_corrections') }}
    where entity = 'sponsor'

),

no_issuers as (

    select distinct {{ fold_sponsor('name') }} as name_key from {{ ref('no_issuers') }}

),

-- The verbs of headlines that no name ends in; `Hollin Partners` is a name.
headline_verbs as (

    select verb
    from {{ ref('headline_verbs') }}
    where verb like '%s' and not list_contains({{ var('verbs_in_names') }}, verb)

),

issued as (

    select
        spelling,
        release_id,
        first_observed_at
    from {{ ref('int_releases__issued') }}
    where spelling is not null

),

-- Only what the version of a release says that the marts take.
tied as (

    select
        unnest([trim(ties.name), trim(ties.other_name)]) as spelling,
        releases.release_id,
        releases.first_observed_at
    from ties
    inner join releases on ties.release_id = releases.release_id and ties.capture_id = releases.capture_id
    where ties.entity = 'sponsor'

),

corrected as (

    select unnest([trim(name), trim(other_name)]) as spelling
    from corrections

),

told as (

    select
        spelling,
        release_id,
        first_observed_at,
        1 as issued_count,
        false as is_event_sponsor
    from issued
    union all
    select
        spelling,
        release_id,
        first_observed_at,
        0 as issued_count,
        false as is_event_sponsor
    from tied
    union all
    select
        spelling,
        release_id,
        first_observed_at,
        0 as issued_count,
        true as is_event_sponsor
    from event_sponsors
    union all
    select
        spelling,
        null as release_id,
        null as first_observed_at,
        0 as issued_count,
        false as is_event_sponsor
    from corrected

),

spellings as (

    select
        spelling,
        sum(issued_count)::bigint as release_count,
        bool_or(is_event_sponsor) as is_event_sponsor,
        -- The first release that has it: one that is issued under it, where there is one.
        min_by(release_id, (1 - issued_count, first_observed_at, release_id))
        filter (where release_id is not null) as release_id,
        min(first_observed_at) as first_observed_at
    from told
    where spelling != ''
    group by spelling

),

folded as (

    select
        *,
        {{ fold_sponsor('spelling') }} as name_key
    from spellings

),

name_words as (

    select
        name_key,
        unnest(string_split(name_key, ' ')) as word,
        generate_subscripts(string_split(name_key, ' '), 1) as word_number
    from (select distinct name_key from folded) as name_keys

),

-- `Hollin Launches Glowing Shoes`: a verb stands inside, and what ends the name is no legal form.
verbs as (

    select
        name_words.name_key,
        min(name_words.word_number) as word_number
    from name_words
    inner join headline_verbs on name_words.word = headline_verbs.verb
    where name_words.word_number > 1
    group by name_words.name_key

),

worded as (

    select
        folded.*,
        string_split(folded.name_key, ' ') as words,
        verbs.word_number as verb_number,
        ends_with({{ fold_text('folded.spelling') }}, folded.name_key) as has_no_legal_form
    from folded
    left join verbs on folded.name_key = verbs.name_key

),

final as (

    select
        worded.spelling,
        worded.name_key,
        worded.release_count,
        worded.is_event_sponsor,
        worded.release_id,
        worded.first_observed_at,
        case
            when list_contains({{ var('no_sponsors') }}, worded.name_key) then 'generic'
            when list_contains({{ var('legal_forms') }}, worded.name_key) then 'legal_form_only'
            when no_issuers.name_key is not null then 'no_issuer'
            when
                worded.has_no_legal_form
                and len(worded.words) >= {{ var('headline_least_words') }}
                and worded.verb_number < len(worded.words)
                then 'headline'
        end as set_aside_reason
    from worded
    left join no_issuers on worded.name_key = no_issuers.name_key

)

select * from final
