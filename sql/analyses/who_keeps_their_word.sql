-- Of the windows that are past, which share did each sponsor meet? The last window counts; an overdue plan counts as
-- not met, though its outcome may only be missing here.
select
    sponsor,
    count(*) as plan_count,
    count(*) filter (where change in ('met', 'met_early')) as met_count,
    round(met_count / plan_count, 2) as met_share
from {{ ref('guidance_history') }}
where change in ('met', 'met_early', 'missed', 'overdue')
group by sponsor
having plan_count >= 3
order by met_share desc, plan_count desc, sponsor asc
