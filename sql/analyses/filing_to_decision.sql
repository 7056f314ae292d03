-- Question: How long did regulators take from a filing (or its acceptance) to their decision?
-- Grain: one row for each decision with a filing of the same sponsor and product before it, the newest first.
-- Units: days, from the last filing told before the decision; windows count from their first days. What is only
--   recalled, without a time, has none.
-- Change: the list of filing types; 'approval' alone for approvals.
with

events as (

    select
        *,
        coalesce(window_start, told_date) as happened_from
    from trial_milestones
    where
        role != 'guidance'
        and product_id is not null
        and (window_start is not null or (role = 'announced' and told_date is not null))

)

select
    decisions.sponsor,
    decisions.intervention,
    decisions.milestone_type as decision,
    coalesce(decisions.agency, filings.agency) as agency,
    filings.milestone_type as filing,
    filings.happened_from as filed_from,
    decisions.happened_from as decided_from,
    decisions.happened_from - filings.happened_from as days_between,
    decisions.sentence,
    decisions.url
from events as decisions
inner join events as filings
    on
        decisions.sponsor_id = filings.sponsor_id
        -- Filed under a code, approved under a brand.
        and decisions.product_id = filings.product_id
        and coalesce(decisions.agency = filings.agency, true)
        and filings.milestone_type in ('application_submitted', 'application_accepted')
        and decisions.happened_from > filings.happened_from
where decisions.milestone_type in ('approval', 'application_rejected')
qualify
    row_number() over (
        partition by decisions.event_id order by filings.happened_from desc, filings.event_id asc
    ) = 1
order by decided_from desc, decisions.event_id asc
