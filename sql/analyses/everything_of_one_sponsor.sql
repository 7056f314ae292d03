-- Question: What has one sponsor told: releases, milestones and plans, in the order told?
-- Grain: one row for each release, milestone or step of a plan of the sponsor.
-- Units: line_date is the day told (else first seen); slip_days is days between last days of windows.
-- Change: the name; a ticker ('ORVN') or the start of a name does too, asked_reason says which it was.
select
    line_date,
    kind,
    milestone_type,
    role,
    change,
    slip_days,
    intervention,
    window_start,
    window_end,
    sentence,
    url
from sponsor_timeline('Orvanthe Therapeutics, Inc.')
order by line_number
