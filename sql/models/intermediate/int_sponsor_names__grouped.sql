with

spellings as (

    select * from {{ ref('int_sponsor_names__folded') }}

),

final as (

    select
        name_key,
        replace(replace(name_key, ' and ', ''), ' ', '') as bare_key,
        sum(release_count)::bigint as release_count,
        max(set_aside_reason) as set_aside_reason,
        max_by(spelling, (release_count, spelling)) as spelling,
        min_by(release_id, (first_observed_at, release_id)) as release_id
    from spellings
    group by name_key

)

select * from final
