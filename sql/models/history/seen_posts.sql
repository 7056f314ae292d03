select
    capture_id,
    observed_date
from {{ source('staging', 'posts') }}
