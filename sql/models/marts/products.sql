with

names as (

    select * from {{ ref('int_products__folded') }}

),

names_of_releases as (

    select * from {{ ref('int_product_names__read') }}

),

statements as (

    select * from {{ ref('int_milestones__decided') }}
    where decision is distinct from 'refuse'

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

named as (

    select
        product_id,
        sponsor_id,
        -- A brand or a substance says more to a reader than a code; then the name that most releases use.
        min_by(name, (coalesce(name_kind = 'code', false), -release_count, name)) as name,
        list(name order by release_count desc, name asc) as aliases,
        list_sort(list(name) filter (where name_kind = 'code')) as codes,
        list_sort(list(name) filter (where name_kind = 'brand')) as brands,
        list_sort(list(name) filter (where name_kind = 'substance')) as substances,
        list_sort(list_distinct(list(product_reason))) as link_reasons
    from names
    group by product_id, sponsor_id

),

told as (

    select
        names.product_id,
        count(distinct releases.release_id) as release_count,
        min(releases.told_date) as first_told_date,
        max(releases.told_date) as last_told_date,
        min(releases.first_observed_at) as first_observed_at,
        max(releases.last_observed_at) as last_observed_at
    from names
    inner join names_of_releases on names.scope_id = names_of_releases.scope_id and names.name = names_of_releases.name
    inner join releases on names_of_releases.release_id = releases.release_id
    group by names.product_id

),

stated as (

    select
        product_id,
        list_sort(list_distinct(list(trial_key) filter (where trial_key is not null))) as trial_keys,
        list_sort(list_distinct(list(phase) filter (where phase is not null))) as phases
    from statements
    where product_id is not null
    group by product_id

),

indications_written as (

    select
        product_id,
        indication,
        {{ fold_text('indication') }} as indication_key,
        count(*) as statement_count
    from statements
    where product_id is not null and indication is not null
    group by product_id, indication

),

-- As most statements write it: `Rett Syndrome` and `Rett syndrome` are one.
indications_named as (

    select
        product_id,
        indication_key,
        min_by(indication, (-statement_count, indication)) as indication
    from indications_written
    group by product_id, indication_key

),

diseases as (

    select
        product_id,
        list_sort(list(indication)) as indications
    from indications_named
    group by product_id

),

final as (

    select
        named.product_id,
        named.name,
        named.aliases,
        coalesce(named.codes, []) as codes,
        coalesce(named.brands, []) as brands,
        coalesce(named.substances, []) as substances,
        named.sponsor_id,
        sponsors.name as sponsor,
        named.link_reasons,
        coalesce(stated.trial_keys, []) as trial_keys,
        coalesce(stated.phases, []) as phases,
        coalesce(diseases.indications, []) as indications,
        told.release_count,
        told.first_told_date,
        told.last_told_date,
        told.first_observed_at,
        told.last_observed_at
    from named
    inner join told on named.product_id = told.product_id
    left join stated on named.product_id = stated.product_id
    left join diseases on named.product_id = diseases.product_id
    left join sponsors on named.sponsor_id = sponsors.sponsor_id

)

select * from final
order by last_observed_at desc, product_id asc
