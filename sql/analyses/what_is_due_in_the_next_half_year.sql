-- Which catalysts are due in the half year after the newest thing seen, how often did each move, in which words is it
-- told?
select
    window_start,
    window_end,
    window_precision,
    sponsor,
    intervention,
    phase,
    milestone_type,
    move_count,
    total_slip_days,
    sentence,
    url
from {{ ref('catalyst_calendar') }}
where
    status = 'due'
    and window_start <= as_of_date + 182
order by window_end, sponsor, event_id
