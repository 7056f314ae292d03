-- Which sponsors told most trial news, and about which trials?
select
    sponsor,
    sum(announced_count) as announced_count,
    sum(guidance_count) as guidance_count,
    count(*) as active_week_count,
    list_sort(list_distinct(flatten(list(trial_keys)))) as trial_keys
from {{ ref('sponsor_activity') }}
where trial_news_count > 0
group by sponsor
order by announced_count desc, sponsor asc
limit 20
