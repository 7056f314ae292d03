with

weeks as (

    select
        *,
        week_start + 6 as week_end
    from {{ ref('int_sponsor_weeks__counted') }}

),

sponsors as (

    select * from {{ ref('sponsors') }}

),

products as (

    select * from {{ ref('products') }}

),

products_of_weeks as (

    select
        sponsor_id,
        week_start,
        unnest(product_ids) as product_id
    from weeks

),

-- Sorted when they are listed: to have `list` sort them as it goes is dear.
products_listed as (

    select
        products_of_weeks.sponsor_id,
        products_of_weeks.week_start,
        list({
            'product_id': products_of_weeks.product_id, 'name': products.name
        }) as products
    from products_of_weeks
    inner join products on products_of_weeks.product_id = products.product_id
    group by products_of_weeks.sponsor_id, products_of_weeks.week_start

),

products_named as (

    select
        sponsor_id,
        week_start,
        list_transform(list_sort(products), lambda product: product['name']) as products
    from products_listed

),

-- That a plan is overdue nobody says: what was known follows from the statements before.
steps as (

    select
        *,
        coalesce(told_date, first_observed_at::date) as step_date
    from {{ ref('guidance_history') }}
    where change != 'overdue' and sponsor_id is not null

),

-- Some plans end without a word on whether the window was kept; these have no end among their steps.
happened as (

    select
        event_id,
        coalesce(told_date, first_observed_at::date) as happened_told_date
    from {{ ref('trial_milestones') }}
    where role != 'guidance'

),

with_next_step as (

    select
        *,
        lead(step_date) over (partition by event_id order by step_number) as next_step_date
    from steps

),

-- A window stands from the day it is told until the day on which something else is told of the same event.
standing_windows as (

    select
        with_next_step.event_id,
        with_next_step.sponsor_id,
        with_next_step.milestone_type,
        with_next_step.window_start,
        with_next_step.window_end,
        with_next_step.window_precision,
        with_next_step.step_date as stands_from,
        least(with_next_step.next_step_date, happened.happened_told_date) as stands_until
    from with_next_step
    left join happened on with_next_step.event_id = happened.event_id
    where
        with_next_step.change not in ('met', 'met_early', 'missed', 'void', 'withdrawn')
        and with_next_step.window_end is not null

),

-- The least of them is found without sorting all: a busy sponsor has hundreds standing in each of hundreds of weeks.
next_catalysts as (

    select
        weeks.sponsor_id,
        weeks.week_start,
        min({
            'window_end': standing_windows.window_end,
            'window_start': standing_windows.window_start,
            'event_id': standing_windows.event_id,
            'window_precision': standing_windows.window_precision,
            'milestone_type': standing_windows.milestone_type
        }) as catalyst
    from weeks
    inner join standing_windows
        on
            weeks.sponsor_id = standing_windows.sponsor_id
            and weeks.week_end >= standing_windows.stands_from
            and weeks.week_end < coalesce(standing_windows.stands_until, date 'infinity')
            and weeks.week_end < standing_windows.window_end
    group by weeks.sponsor_id, weeks.week_start

),

ended as (

    select
        sponsor_id,
        step_date,
        change in ('met', 'met_early') as is_on_time
    from steps
    where change in ('met', 'met_early', 'missed')

),

records as (

    select
        weeks.sponsor_id,
        weeks.week_start,
        count(*) as ended_plan_count,
        count(*) filter (where ended.is_on_time) as on_time_count
    from weeks
    inner join ended
        on
            weeks.sponsor_id = ended.sponsor_id
            and weeks.week_end >= ended.step_date
    group by weeks.sponsor_id, weeks.week_start

),

final as (

    select
        weeks.sponsor_id,
        sponsors.name as sponsor,
        weeks.week_start,
        weeks.release_count,
        weeks.announcement_count,
        weeks.copy_count,
        weeks.trial_news_count,
        weeks.undated_release_count,
        weeks.announced_count,
        weeks.guidance_count,
        weeks.background_count,
        weeks.first_patient_count,
        weeks.readout_count,
        weeks.approval_count,
        weeks.setback_count,
        weeks.financing_count,
        weeks.financing_amounts,
        weeks.announced_by_type,
        weeks.guidance_by_type,
        weeks.background_by_type,
        weeks.trial_keys,
        weeks.product_ids,
        coalesce(products_named.products, []) as products,
        next_catalysts.catalyst.event_id as next_catalyst_event_id,
        next_catalysts.catalyst.milestone_type as next_catalyst_type,
        next_catalysts.catalyst.window_start as next_catalyst_window_start,
        next_catalysts.catalyst.window_end as next_catalyst_window_end,
        next_catalysts.catalyst.window_precision as next_catalyst_window_precision,
        coalesce(records.ended_plan_count, 0) as ended_plan_count,
        coalesce(records.on_time_count, 0) as on_time_count,
        round(records.on_time_count / records.ended_plan_count, 3) as on_time_share,
        weeks.first_observed_at,
        weeks.last_observed_at
    from weeks
    inner join sponsors on weeks.sponsor_id = sponsors.sponsor_id
    left join products_named
        on
            weeks.sponsor_id = products_named.sponsor_id
            and weeks.week_start = products_named.week_start
    left join next_catalysts
        on
            weeks.sponsor_id = next_catalysts.sponsor_id
            and weeks.week_start = next_catalysts.week_start
    left join records
        on
            weeks.sponsor_id = records.sponsor_id
            and weeks.week_start = records.week_start

)

select * from final
order by week_start desc, sponsor asc, sponsor_id asc
