-- With whom a deal is, or whom it acquires, by the first word of the name, who comes or goes, and which award it is: it
-- tells one deal of a sponsor, one change of its people or one award from another.
with

statements as (

    select * from {{ ref('int_milestones__read') }}
    where
        milestone_type in ('acquisition', 'partnership', 'leadership_change', 'recognition')
        and role != 'guidance'
        and sponsor_id is not null

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

own_names as (

    select distinct
        sponsor_id,
        unnest(string_split({{ fold_sponsor('issuer') }}, ' ')) as name
    from sponsors

),

-- Further statements of a sentence; by itself, as what is sorted here must be narrow.
besides as (

    select
        milestone_id,
        row_number() over (partition by release_id, span_start order by milestone_id) as nth_in_sentence
    from statements
    where milestone_type = 'leadership_change'
    qualify nth_in_sentence > 1

),

numbered as (

    select
        statements.*,
        besides.nth_in_sentence
    from statements
    left join besides on statements.milestone_id = besides.milestone_id

),

-- `Chief Executive Officer` is nobody's name: posts are taken out.
told as (

    select
        milestone_id,
        release_id,
        sponsor_id,
        milestone_type,
        role,
        if(
            milestone_type = 'leadership_change',
            regexp_replace(sentence, '{{ var("posts_pattern") }}', '~', 'g'),
            sentence
        ) as named_in,
        if(
            milestone_type = 'leadership_change',
            coalesce(
                nullif(regexp_extract(named_in, '{{ var("person_before_pattern") }}', 1), ''),
                regexp_extract(named_in, '{{ var("person_behind_pattern") }}', 1)
            ),
            null
        ) as first_person,
        case milestone_type
            when 'acquisition'
                then
                    coalesce(
                        nullif(regexp_extract(named_in, '{{ var("acquired_pattern") }}', 1), ''),
                        -- A whole list that was read as one sentence names many.
                        if(
                            length(named_in) > {{ var('one_deal_most_chars') }},
                            null,
                            coalesce(
                                nullif(regexp_extract(named_in, '{{ var("acquired_short_pattern") }}', 1), ''),
                                regexp_extract(named_in, '{{ var("merged_pattern") }}', 1)
                            )
                        ),
                        ''
                    )
            when 'partnership'
                then
                    coalesce(
                        nullif(regexp_extract(named_in, '{{ var("partner_pattern") }}', 1), ''),
                        nullif(regexp_extract(named_in, '{{ var("licensor_pattern") }}', 1), ''),
                        nullif(regexp_extract(named_in, '{{ var("licensee_pattern") }}', 1), ''),
                        regexp_extract(named_in, '{{ var("partner_besides_pattern") }}', 1)
                    )
            when 'recognition'
                then
                    coalesce(
                        nullif(regexp_extract(named_in, '{{ var("award_pattern") }}', 1), ''),
                        -- `Pump of the Year` is given by many.
                        regexp_replace(
                            regexp_extract(named_in, '{{ var("title_pattern") }}', 1), '^.*\bof the Year\b.*$', ''
                        )
                    )
            else
                -- Of `Pia Brenn as chief and Ivo Lusk as counsel`, the second statement is of the second.
                coalesce(
                    if(
                        nth_in_sentence is not null,
                        list_filter(
                            list_concat(
                                regexp_extract_all(named_in, '{{ var("person_before_pattern") }}', 1),
                                regexp_extract_all(named_in, '{{ var("person_besides_pattern") }}', 1)
                            ),
                            lambda person: person != first_person
                        )[nth_in_sentence - 1],
                        null
                    ),
                    first_person
                )
        end as told_name,
        lower(split_part(told_name, ' ', 1)) as first_word,
        split_part(told_name, ' ', -1) as last_word
    from numbered

),

-- The sponsor's own name, and words as `University`, name nobody; nor does `Research Institute` a person.
deals as (

    select
        told.milestone_id,
        told.release_id,
        told.sponsor_id,
        told.milestone_type,
        told.role,
        told.named_in,
        told.first_word,
        if(told.milestone_type = 'leadership_change', told.last_word, told.told_name) as known_as,
        case
            when own_names.name is not null or told.told_name = '' then null
            when told.milestone_type = 'recognition'
                -- `Brenn 5000 List` is `Brenn 5000`; `Top 10` is none.
                then
                    nullif(
                        trim(
                            regexp_replace(
                                {{ fold_text("replace(told.told_name, '&', ' and ')") }},
                                '^in \d+$|^top \d+$|\b(list|awards?)$|( (of|the|and|in|for))+$',
                                '',
                                'g'
                            )
                        ),
                        ''
                    )
            when list_contains({{ var('no_counterparts') }}, told.first_word) then null
            when told.milestone_type != 'leadership_change' then lower(told.told_name)
            when
                not list_has_any({{ var('no_person_words') }}, string_split(lower(told.told_name), ' '))
                and regexp_matches(told.last_word, '[a-z]{2}')
                then told.first_word || ' ' || lower(told.last_word)
        end as counterpart
    from told
    left join own_names
        on
            told.sponsor_id = own_names.sponsor_id
            and if(told.milestone_type = 'leadership_change', told.first_word, lower(told.told_name)) = own_names.name

),

known_names as (

    select distinct
        sponsor_id,
        milestone_type,
        first_word,
        known_as,
        counterpart
    from deals
    where counterpart is not null

),

-- A name that stands elsewhere in the sentence: another sentence of the sponsor has it where it belongs. `Ms Hollin` is
-- the one that is known, `Pia Hollin` another than `Jane Hollin`.
named_elsewhere as (

    select
        deals.milestone_id,
        min(known_names.counterpart) as counterpart
    from deals
    inner join known_names
        on
            deals.sponsor_id = known_names.sponsor_id
            and deals.milestone_type = known_names.milestone_type
            and contains(' ' || deals.named_in, ' ' || known_names.known_as)
    -- A pattern is never made of what a text says: the words before the name are cut off, and looked at.
    where
        deals.counterpart is null
        and (
            deals.milestone_type != 'leadership_change'
            or coalesce(
                nullif(
                    lower(
                        regexp_extract(
                            split_part(' ' || deals.named_in, ' ' || known_names.known_as, 1),
                            '([A-Z][a-z]+)(?: [A-Z]\.)?$',
                            1
                        )
                    ),
                    ''
                ),
                known_names.first_word
            ) = known_names.first_word
        )
    group by deals.milestone_id
    having count(*) = 1

),

only_persons as (

    select
        release_id,
        min(counterpart) as counterpart
    from deals
    where milestone_type = 'leadership_change' and role = 'announced' and counterpart is not null
    group by release_id
    having min(counterpart) = max(counterpart)

),

-- `The appointment strengthens the team` is of the only person in the news; whoever is succeeded is another.
final as (

    select
        deals.milestone_id,
        coalesce(deals.counterpart, named_elsewhere.counterpart, only_persons.counterpart) as counterpart
    from deals
    left join named_elsewhere on deals.milestone_id = named_elsewhere.milestone_id
    left join only_persons
        on
            if(
                deals.milestone_type = 'leadership_change'
                and deals.role = 'announced'
                and regexp_matches(
                    deals.named_in, '^[“"]?(In )?(?i:this|his|her) (\S+ )?(appointment|hire|move|addition|role)\b'
                )
                and not regexp_matches(deals.named_in, '(?i)\b(succe|replac|step|retir|resign|depart|former)'),
                deals.release_id,
                null
            ) = only_persons.release_id
    where coalesce(deals.counterpart, named_elsewhere.counterpart, only_persons.counterpart) is not null

)

select * from final
