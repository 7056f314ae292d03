-- Question: Which designations did regulators grant, month by month?
-- Grain: one row for each month, designation and agency.
-- Units: events, each once; the month is that of the stated day or window, else of the announcement.
-- Change: 'designation_requested' for requests; 'quarter' or 'year' for other periods; group by sponsor.
select
    date_trunc('month', coalesce(window_start, told_date))::date as month_start,
    detail as designation,
    agency,
    count(*) as granted_count,
    list(distinct sponsor order by sponsor) filter (where sponsor is not null) as sponsors
from trial_milestones
where
    milestone_type = 'designation_granted'
    and role = 'announced'
    and coalesce(window_start, told_date) is not null
group by month_start, designation, agency
order by month_start desc, granted_count desc, designation asc nulls last, agency asc nulls last
