-- Which approvals are told by more than one announcement, or by one that the readers are sure of?
select
    told_date,
    sponsor,
    intervention,
    indication,
    agency,
    told_count,
    confidence,
    sentence,
    url
from {{ ref('trial_milestones') }}
where
    milestone_type = 'approval'
    and role != 'guidance'
    and (told_count > 1 or confidence >= 0.9)
order by told_date desc nulls last, event_id asc
