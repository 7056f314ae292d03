-- With whom a deal is, or whom it acquires, by the first word of the name: it tells one deal of a sponsor from another.
with

statements as (

    select * from {{ ref('int_milestones__read') }}
    where milestone_type in ('acquisition', 'partnership') and role != 'guidance' and sponsor_id is not null

),

sponsors as (

    select * from {{ ref('int_sponsors__folded') }}

),

own_names as (

    select distinct
        sponsor_id,
        string_split({{ fold_sponsor('issuer') }}, ' ')[1] as name
    from sponsors

),

told as (

    select
        milestone_id,
        sponsor_id,
        milestone_type,
        sentence,
        case milestone_type
            when 'acquisition' then regexp_extract(sentence, '{{ var("acquired_pattern") }}', 1)
            else regexp_extract(sentence, '{{ var("partner_pattern") }}', 1)
        end as told_name
    from statements

),

-- The sponsor's own name, and words as `University`, name nobody.
deals as (

    select
        told.milestone_id,
        told.sponsor_id,
        told.milestone_type,
        told.sentence,
        if(
            own_names.name is not null or list_contains({{ var('no_counterparts') }}, lower(told.told_name)),
            null,
            nullif(told.told_name, '')
        ) as name
    from told
    left join own_names on told.sponsor_id = own_names.sponsor_id and lower(told.told_name) = own_names.name

),

known_names as (

    select distinct
        sponsor_id,
        milestone_type,
        name
    from deals
    where name is not null

),

-- A name that stands elsewhere in the sentence: another sentence of the sponsor has it where it belongs.
final as (

    select
        milestone_id,
        lower(name) as counterpart
    from deals
    where name is not null
    union all
    select
        deals.milestone_id,
        lower(min(known_names.name)) as counterpart
    from deals
    inner join known_names
        on
            deals.sponsor_id = known_names.sponsor_id
            and deals.milestone_type = known_names.milestone_type
            and contains(' ' || deals.sentence, ' ' || known_names.name)
    where deals.name is null
    group by deals.milestone_id
    having count(*) = 1

)

select * from final
