with

releases as (

    select * from {{ ref('int_releases__attributed') }}

),

milestones as (

    select * from {{ source('staging', 'milestones') }}

),

name_ties as (

    select * from {{ source('staging', 'name_ties') }}

),

-- Products of events of others than the release's issuer.
of_others as (

    select * from {{ ref('int_milestones__sponsored') }}

),

product_ties as (

    select * from name_ties
    where entity = 'product'

),

-- What a release is about, what its events are of, and what it calls these besides.
written as (

    select
        release_id,
        capture_id,
        observed_date,
        unnest(interventions) as name,
        null as milestone_id,
        true as is_subject
    from releases
    union all
    select
        release_id,
        capture_id,
        observed_date,
        intervention as name,
        milestone_id,
        true as is_subject
    from milestones
    union all
    select
        release_id,
        capture_id,
        observed_date,
        name,
        null as milestone_id,
        false as is_subject
    from product_ties
    union all
    select
        release_id,
        capture_id,
        observed_date,
        other_name as name,
        null as milestone_id,
        false as is_subject
    from product_ties

),

-- That the release is about it makes the product of another's event none of the issuer's; an event of his does.
theirs as (

    select distinct
        release_id,
        intervention as name
    from of_others
    where intervention is not null

),

-- The latest capture of a release speaks for it.
current as (

    select
        written.release_id,
        written.name,
        coalesce(of_others.scope_id, releases.scope_id) as scope_id,
        any_value(if(of_others.milestone_id is null, releases.sponsor_id, of_others.sponsor_id)) as sponsor_id,
        bool_or(written.is_subject) as is_subject
    from written
    inner join releases
        on
            written.release_id = releases.release_id
            and written.capture_id = releases.capture_id
            and written.observed_date = releases.observed_date
    left join of_others on written.milestone_id = of_others.milestone_id
    left join theirs
        on
            if(written.milestone_id is null and written.is_subject, written.release_id, null) = theirs.release_id
            and written.name = theirs.name
    where theirs.name is null
    group by written.release_id, written.name, coalesce(of_others.scope_id, releases.scope_id)

),

names as (

    select distinct name from current

),

-- Grouped, or the filter below goes so deep that a name is folded anew for each release that has it.
keyed as (

    select
        name,
        min({{ fold_product('name') }}) as name_key,
        min({{ fold_text('name') }}) as name_words
    from names
    group by name

),

final as (

    select
        current.release_id,
        current.name,
        current.is_subject,
        keyed.name_key,
        keyed.name_words,
        current.scope_id,
        current.sponsor_id,
        releases.told_date,
        releases.first_observed_at,
        releases.release_number
    from current
    inner join keyed on current.name = keyed.name
    inner join releases on current.release_id = releases.release_id
    where keyed.name_key is not null

)

select * from final
