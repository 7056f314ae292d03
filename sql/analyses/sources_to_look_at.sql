-- Which sources gave nothing, or nothing that could be read, on their last day, and what was refused most?
select
    source_id,
    observed_date,
    status,
    capture_count,
    item_count,
    item_reject_count,
    map_keys(rejects_by_reason) as reasons
from {{ ref('coverage') }}
where status != 'ok'
qualify row_number() over (partition by source_id order by observed_date desc) = 1
order by item_reject_count desc, source_id asc
