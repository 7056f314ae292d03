-- Question: Which sponsors told most trial news, and about which trials?
-- Grain: one row for each sponsor, the most events announced first; the first 20.
-- Units: events announced and plans told, each once a week; active_week_count is weeks (from Monday) with trial news.
-- Change: week_start >= a date, for one period; the limit.
select
    sponsor,
    sum(announced_count)::bigint as announced_count,
    sum(guidance_count)::bigint as guidance_count,
    count(*) as active_week_count,
    list_sort(list_distinct(flatten(list(trial_keys)))) as trial_keys
from sponsor_activity
where trial_news_count > 0
group by sponsor_id, sponsor
order by announced_count desc, sponsor asc
limit 20
