-- Question: Which sponsors told most trial news, and about which trials?
-- Grain: one row for each sponsor, the most events announced first; the first 20.
-- Units: events announced and plans told, each once a week; active_week_count is weeks (from Monday) with trial news;
--   trials by registry id, else by study name.
-- Change: week_start >= a date, for one period; the limit.
with

active as (

    select
        sponsor_id,
        sponsor,
        sum(announced_count)::bigint as announced_count,
        sum(guidance_count)::bigint as guidance_count,
        count(*) as active_week_count,
        flatten(list(trial_keys)) as trial_keys
    from sponsor_activity
    where trial_news_count > 0
    group by sponsor_id, sponsor
    order by announced_count desc, sponsor asc
    limit 20

),

named as (

    select
        trial_key,
        coalesce(trial_id, acronyms[1]) as trial_name
    from trials

)

select
    active.sponsor,
    active.announced_count,
    active.guidance_count,
    active.active_week_count,
    list(distinct named.trial_name order by named.trial_name) filter (where named.trial_name is not null) as trial_names
from active
left join named on list_contains(active.trial_keys, named.trial_key)
group by active.sponsor_id, active.sponsor, active.announced_count, active.guidance_count, active.active_week_count
order by active.announced_count desc, active.sponsor asc
