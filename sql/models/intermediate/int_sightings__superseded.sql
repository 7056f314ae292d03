-- Captures of one archive record may carry the same observed_at, and one capture may be taken again on another day: the
-- order ends with what tells the rows apart, so that the choice never hangs on the order of the input.
with

sightings as (

    select
        release_id,
        capture_id,
        observed_date,
        observed_at,
        captured_at
    from {{ source('staging', 'releases') }}

),

-- Most releases are seen once.
several as (

    select
        release_id,
        max({
            'observed_at': observed_at,
            'capture_id': capture_id,
            'captured_at': captured_at,
            'observed_date': observed_date
        }) as latest
    from sightings
    group by release_id
    having count(*) > 1

),

final as (

    select distinct
        sightings.release_id,
        sightings.capture_id,
        sightings.observed_date
    from sightings
    inner join several on sightings.release_id = several.release_id
    where sightings.capture_id != several.latest.capture_id or sightings.observed_date != several.latest.observed_date

)

select * from final
