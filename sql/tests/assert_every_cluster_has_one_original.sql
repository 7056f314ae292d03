-- A cluster is named by its only release that is no copy.
select
    cluster_id,
    count(*) as release_count,
    min(cluster_size) as cluster_size,
    count(*) filter (where not is_copy) as original_count,
    bool_or(release_id = cluster_id and not is_copy) as is_named_by_original
from {{ ref('releases') }}
group by cluster_id
having original_count != 1 or not is_named_by_original or release_count != cluster_size
