with recursive

spellings as (

    select * from {{ ref('int_sponsor_names__folded') }}

),

links as (

    select * from {{ ref('int_sponsor_links__corrected') }}

),

names as (

    select
        name_key,
        sum(release_count)::bigint as release_count,
        bool_or(is_event_sponsor) as is_event_sponsor,
        min(first_observed_at) filter (where release_count > 0) as first_issued_at,
        max(set_aside_reason) as set_aside_reason
    from spellings
    group by name_key

),

-- Headlines that a name is found in.
headlines as (

    select distinct name_key from links
    where reason in ('headline', 'joint', 'ticker_and_name_within')

),

-- A sponsor goes by the name that it first issued news under, so that it stays the same when others come to it.
numbered as (

    select
        names.name_key,
        row_number() over (
            order by
                names.release_count = 0,
                names.set_aside_reason is not null or headlines.name_key is not null,
                names.first_issued_at asc nulls last,
                length(names.name_key) asc,
                names.name_key asc
        ) as name_number
    from names
    left join headlines on names.name_key = headlines.name_key

),

edges as (

    select
        name_key,
        other_key,
        reason,
        release_id,
        sentence
    from links
    union all
    select
        other_key as name_key,
        name_key as other_key,
        reason,
        release_id,
        sentence
    from links

),

-- Connected components: each name passes its label on for as long as that lowers a neighbour's.
labels (name_key, label) {{ using_key('name_key') }} as (

    select
        name_key,
        name_number as label
    from numbered
    union all
    select
        edges.other_key as name_key,
        min(labels.label) as label
    from labels
    inner join edges on labels.name_key = edges.name_key
    inner join recurring.labels as known on edges.other_key = known.name_key
    where labels.label < known.label
    group by edges.other_key

),

-- Why a name is here: the best of its links, a person's word before all.
ranked as (

    select
        name_key,
        reason,
        release_id,
        sentence,
        row_number() over (
            partition by name_key
            order by
                list_position(
                    [
                        'correction',
                        'formerly',
                        'same_as',
                        'short_form',
                        'legal_entity',
                        'spacing',
                        'full_name',
                        'ticker_and_name_start',
                        'site',
                        'headline_start',
                        'joint',
                        'ticker_and_first_word',
                        'ticker_and_name_within',
                        'headline'
                    ],
                    reason
                ) asc,
                release_id asc,
                other_key asc
        ) as nth
    from edges

),

canonical as (

    select
        labels.name_key,
        leader.name_key as canonical_key,
        if(labels.name_key = leader.name_key, 'name', coalesce(ranked.reason, 'name')) as sponsor_reason,
        if(labels.name_key = leader.name_key, null, ranked.release_id) as link_release_id,
        if(labels.name_key = leader.name_key, null, ranked.sentence) as sentence
    from labels
    inner join numbered as leader on labels.label = leader.name_number
    left join ranked on labels.name_key = ranked.name_key and ranked.nth = 1

),

-- What is no name is no sponsor, unless something says whose it is; so is a name that nobody issues news under, and
-- that no release tells an event of.
sponsored as (

    select
        canonical.canonical_key,
        bool_or(
            (names.release_count > 0 or names.is_event_sponsor)
            and (names.set_aside_reason is null or canonical.sponsor_reason != 'name')
        ) as is_sponsor
    from canonical
    inner join names on canonical.name_key = names.name_key
    group by canonical.canonical_key

),

former_names as (

    select distinct other_key as name_key from links
    where reason = 'formerly'

),

final as (

    select
        spellings.spelling as issuer,
        spellings.name_key,
        canonical.canonical_key,
        if(sponsored.is_sponsor, {{ stable_id(["'sponsor'", 'canonical.canonical_key']) }}, null) as sponsor_id,
        if(sponsored.is_sponsor, canonical.sponsor_reason, null) as sponsor_reason,
        if(sponsored.is_sponsor, null, spellings.set_aside_reason) as set_aside_reason,
        spellings.release_count,
        former_names.name_key is not null as is_former_name,
        coalesce(canonical.link_release_id, spellings.release_id) as release_id,
        canonical.sentence,
        spellings.first_observed_at
    from spellings
    inner join canonical on spellings.name_key = canonical.name_key
    inner join sponsored on canonical.canonical_key = sponsored.canonical_key
    left join former_names on spellings.name_key = former_names.name_key

)

select * from final
