with

tellings as (

    select
        * replace (
            -- The end of the quarter is not when its results were told, nor a day still ahead when what is recalled
            -- was.
            if(
                starts_with(subject_key, 'period:') or (role = 'background' and window_start > order_date),
                null,
                window_start
            ) as window_start,
            if(
                starts_with(subject_key, 'period:') or (role = 'background' and window_start > order_date),
                null,
                window_end
            ) as window_end
        ),
        coalesce(
            list_contains({{ var('once_only_types') }}, milestone_type)
            and (
                starts_with(subject_key, 'trial:')
                or (starts_with(subject_key, 'product:') and milestone_type = 'designation_granted')
            ),
            false
        )
        or starts_with(coalesce(subject_key, ''), 'period:') as is_once_only,
        list_contains({{ var('recurring_types') }}, milestone_type) as is_recurring,
        -- Topline results of a trial are out once; those of a part of it, or of several, are others.
        if(
            milestone_type = 'topline_readout' and starts_with(subject_key, 'trial:'),
            not regexp_matches(sentence_key, '{{ var("words_for_parts_of_trials") }}')
            and not regexp_matches(
                sentence_key, '\b(across|both|pooled|two|three|four) (\S+ ){0,3}(studies|trials)\b'
            ),
            false
        ) as is_whole_topline,
        if(
            milestone_type = 'data_presented',
            nullif(regexp_extract(sentence_key, '{{ var("society_pattern") }}', 1), ''),
            null
        ) as society,
        if(
            milestone_type = 'topline_readout',
            regexp_matches(sentence_key, '\bfinal (\S+ ){0,3}(analysis|data|readout|results)\b'),
            false
        ) as is_final,
        {{ stage() }} as told_stage
    from {{ ref('int_tellings__deduplicated') }}

),

agreed_deals as (

    select distinct group_id
    from tellings
    where told_stage = 'agreed' and role = 'announced'

),

-- A deal that was agreed and closes is two events, and so are a meeting's request and the meeting. Of a deal that
-- nobody said was agreed, each telling is of the whole.
final as (

    select
        tellings.*,
        if(
            tellings.told_stage is null
            or tellings.told_stage = 'agreed'
            or (tellings.told_stage = 'closed' and agreed_deals.group_id is null),
            '',
            tellings.told_stage
        ) as part
    from tellings
    left join agreed_deals on tellings.group_id = agreed_deals.group_id

)

select * from final
