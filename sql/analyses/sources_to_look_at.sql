-- Question: Which sources gave nothing, or nothing that could be read, on their last day, and what was refused most?
-- Grain: one row for each source whose last day was not well.
-- Units: captures, items and refused items of that day (UTC).
-- Change: leave out the condition on status for the last day of every source.
select
    source_id,
    observed_date,
    status,
    capture_count,
    item_count,
    item_reject_count,
    map_keys(rejects_by_reason) as reasons
from coverage
qualify row_number() over (partition by source_id order by observed_date desc) = 1 and status != 'ok'
order by item_reject_count desc, source_id asc
