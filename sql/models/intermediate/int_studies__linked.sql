-- Which trial a registry record is of, and which sponsor's.
with

studies as (

    select * from {{ ref('int_studies__deduplicated') }}

),

ids as (

    select * from {{ ref('int_trial_ids__folded') }}

),

sponsor_keys as (

    select distinct
        name_key,
        sponsor_id
    from {{ ref('int_sponsors__folded') }}

),

final as (

    select
        studies.*,
        ids.trial_key,
        sponsor_keys.sponsor_id,
        -- A trial in two registries shows the record of the id that stands for it.
        ids.trial_key is not null
        and row_number() over (
            partition by ids.trial_key
            order by studies.trial_id != ids.trial_key, studies.trial_id
        ) = 1 as is_record_of_trial
    from studies
    inner join ids on studies.trial_id = ids.trial_id
    left join sponsor_keys on {{ fold_sponsor('studies.sponsor') }} = sponsor_keys.name_key

)

select * from final
