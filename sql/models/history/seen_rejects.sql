select
    capture_id,
    observed_date,
    unit
from {{ source('staging', 'rejects') }}
