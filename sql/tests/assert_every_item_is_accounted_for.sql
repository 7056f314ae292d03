-- Each item of a capture became a release, a post, a registry record or a reject: nothing is lost silently.
select
    source_id,
    observed_date,
    item_count,
    release_count,
    post_count,
    study_count,
    item_reject_count
from {{ ref('coverage') }}
where item_count != release_count + post_count + study_count + item_reject_count
