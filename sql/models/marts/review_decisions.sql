with

decisions as (

    select * from {{ ref('int_decisions__matched') }}

),

final as (

    select * from decisions

)

select * from final
order by decided_on desc, milestone_id asc
