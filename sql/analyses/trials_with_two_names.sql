-- Question: Which trials go by more than one study name, so that two may have been taken for one?
-- Grain: one row for each such trial.
-- Units: acronym_count is names, of which FLARE 2 and FLARE-2 are one; release_count is releases that name the trial,
--   copies included.
-- Change: len(other_ids) > 0 for trials with ids of several registries.
select
    trial_key,
    acronyms,
    len(
        list_distinct(
            list_transform(
                acronyms, lambda acronym: upper(regexp_replace(strip_accents(acronym), '[^\pL\pN]', '', 'g'))
            )
        )
    ) as acronym_count,
    other_ids,
    sponsor,
    products,
    phases,
    link_reasons,
    release_count,
    registry_title
from trials
where acronym_count > 1
order by acronym_count desc, release_count desc, trial_key asc
