with

statements as (

    select * from {{ ref('int_milestones__decided') }}

),

completed as (

    select * from {{ ref('int_milestones__completed') }}

),

-- Copies tell once: the earliest release of the cluster speaks.
tellings as (

    select
        telling_id,
        group_id,
        cluster_id,
        scope_id,
        subject_key,
        milestone_type,
        theme,
        role,
        detail_key,
        agency,
        window_start,
        window_end,
        nth_in_release,
        min(indication_key) as indication_key,
        min(indication_group) as indication_group,
        min(about_product) as about_product,
        min(about_trial) as about_trial,
        min(about_phase) as about_phase,
        min(order_date) as order_date,
        min(release_number) as release_number,
        min({
            'release_number': release_number, 'span_start': span_start, 'milestone_id': milestone_id
        }) as rank_key
    from statements
    where is_taken
    group by all

),

final as (

    select
        tellings.*,
        completed.sentence_key
    from tellings
    inner join completed on tellings.rank_key['milestone_id'] = completed.milestone_id

)

select * from final
