with

stated as (

    select * from {{ ref('int_milestones__stated') }}

),

-- What an event is about: a product before regulators, a trial or else a product and phase before patients.
-- Without a subject only the same sentence by the same sponsor is surely the same event.
with_subject as (

    select
        *,
        coalesce(sponsor_id, cluster_id) as scope_id,
        case when milestone_type in ('designation_granted', 'designation_requested') then detail end as detail_key,
        case
            when theme = 'corporate' then null
            when len(trial_keys) > 1 then 'trials:' || array_to_string(trial_keys, '+')
            when
                product_key is not null
                and (theme = 'regulatory' or milestone_type in ('ind_submitted', 'ind_cleared'))
                then 'product:' || product_key
            when trial_key is not null then 'trial:' || trial_key
            when product_key is not null then 'product:' || product_key || coalesce('/phase:' || phase, '')
            when sponsor_id is not null then 'sentence:' || {{ fold_text('sentence') }}
        end as subject_key
    from stated

),

-- An agency or disease left out is filled in where all other statements of the event name the same one.
completed as (

    select
        * exclude (agency, indication_key),
        agency as stated_agency,
        coalesce(
            agency,
            case
                when min(agency) over same_subject = max(agency) over same_subject
                    then min(agency) over same_subject
            end
        ) as agency,
        coalesce(
            indication_key,
            case
                when min(indication_key) over same_subject = max(indication_key) over same_subject
                    then min(indication_key) over same_subject
            end
        ) as indication_key
    from with_subject
    window same_subject as (partition by scope_id, milestone_type, detail_key, subject_key)

),

with_group as (

    select
        *,
        {{ stable_id([
            "scope_id",
            "milestone_type",
            "detail_key",
            "agency",
            "coalesce(subject_key, cluster_id)",
            "if(starts_with(subject_key, 'product:') and theme = 'regulatory', indication_key, null)",
        ]) }} as group_id
    from completed

),

-- Two rows of one release are two events, by the guide: so the first of a copy is the first of the other.
with_nth as (

    select
        *,
        row_number() over (
            partition by release_id, group_id, role, window_start, window_end, window_precision
            order by span_start asc, span_end asc, milestone_id asc
        ) as nth_in_release
    from with_group

),

final as (

    select
        *,
        {{ stable_id([
            "group_id",
            "cluster_id",
            "role",
            "window_start",
            "window_end",
            "window_precision",
            "nth_in_release",
        ]) }} as telling_id
    from with_nth

)

select * from final
