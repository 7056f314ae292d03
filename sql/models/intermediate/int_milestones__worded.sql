-- What each statement says in its own words: nothing here comes from other statements but the names of products.
with

statements as (

    select * from {{ ref('int_milestones__read') }}

),

linked as (

    select * from {{ ref('int_milestones__linked') }}

),

stated as (

    select
        statements.*,
        linked.trial_key,
        linked.trial_reason
    from statements
    inner join linked on statements.milestone_id = linked.milestone_id

),

-- Few columns: what follows sorts all statements again and again.
described as (

    select
        milestone_id,
        release_id,
        sponsor_id,
        milestone_type,
        theme,
        role,
        is_trial,
        agency,
        {{ fold_text('intervention') }} as intervention_key,
        -- `Velmora`, `ABC-1`: a substance or a kind of product may be any maker's.
        regexp_matches(intervention, '[A-Z\d]') as is_written_as_name,
        product_key,
        trial_key,
        len(trial_keys) > 0 or coalesce(trial_reason = 'several_trials', false) as names_trials,
        -- A late-stage readout is one of phase 3.
        coalesce(
            phase,
            if(theme = 'data' and regexp_matches(sentence, '{{ var("late_stage_pattern") }}'), '3', null)
        ) as phase,
        indication_key,
        order_date,
        release_number,
        coalesce(sponsor_id, cluster_id) as scope_id,
        {{ detail_key() }} as detail_key,
        replace(replace({{ fold_text('sentence') }}, ' u s ', ' us '), ' u k ', ' uk ') as own_sentence_key,
        theme = 'regulatory' or milestone_type in ('ind_submitted', 'ind_cleared') as is_of_product
    from stated

),

-- Names of products that the sponsor's own statements use.
sponsor_products as (

    select
        sponsor_id,
        product_key,
        intervention_key as name_key,
        bool_or(is_written_as_name)
        and not list_contains({{ var('kinds_of_product') }}, split_part(intervention_key, ' ', -1)) as is_own_name
    from described
    where sponsor_id is not null and is_trial and length(product_key) >= 4
    group by sponsor_id, product_key, intervention_key

),

-- Statements whose product stands elsewhere, if anywhere: the sentence has not a word of it.
without_name as (

    select
        milestone_id,
        sponsor_id,
        own_sentence_key,
        product_key is null as is_without_product
    from described
    where
        is_trial
        and (
            product_key is null
            or not (
                contains(own_sentence_key, intervention_key)
                or list_has_any(
                    string_split(own_sentence_key, ' '),
                    list_filter(string_split(intervention_key, ' '), lambda word: length(word) >= 4)
                )
            )
        )

),

-- A sentence that has the name of one product is of that. Where another was read, for it was the release's, what the
-- other is compared or combined with is not what is told of.
named_in_sentence as (

    select
        without_name.milestone_id,
        min(sponsor_products.product_key) as product_key
    from without_name
    inner join sponsor_products
        on
            without_name.sponsor_id = sponsor_products.sponsor_id
            and contains(' ' || without_name.own_sentence_key || ' ', ' ' || sponsor_products.name_key || ' ')
    group by without_name.milestone_id
    having
        count(distinct sponsor_products.product_key) = 1
        and bool_and(
            without_name.is_without_product
            or (
                sponsor_products.is_own_name
                and not regexp_matches(
                    split_part(
                        ' ' || without_name.own_sentence_key || ' ', ' ' || sponsor_products.name_key || ' ', 1
                    ),
                    '\b(against|over|plus|than|to|versus|vs|with)( the)?$'
                )
            )
        )

),

-- `Phage therapy` is a class: written small, it is no name.
classes as (

    select distinct
        sponsor_id,
        product_key
    from described
    where
        sponsor_id is not null
        and is_trial
        and not is_written_as_name
        and list_contains({{ var('kinds_of_product') }}, split_part(intervention_key, ' ', -1))

),

-- What the sponsor tells of in a disease and phase, where it is one product besides.
only_products as (

    select
        described.sponsor_id,
        described.indication_key,
        {{ whole_phase('described.phase') }} as whole_phase,
        min(described.product_key) as product_key,
        min(described.order_date) as first_date,
        max(described.order_date) as last_date
    from described
    semi join classes on described.sponsor_id = classes.sponsor_id
    anti join classes as own_class
        on described.sponsor_id = own_class.sponsor_id and described.product_key = own_class.product_key
    where described.is_trial
    group by described.sponsor_id, described.indication_key, {{ whole_phase('described.phase') }}
    having min(described.product_key) = max(described.product_key)

),

named_by_class as (

    select
        described.milestone_id,
        only_products.product_key
    from described
    inner join classes
        on described.sponsor_id = classes.sponsor_id and described.product_key = classes.product_key
    inner join only_products
        on
            described.sponsor_id = only_products.sponsor_id
            and described.indication_key = only_products.indication_key
            and {{ whole_phase('described.phase') }} = only_products.whole_phase
            and described.order_date >= only_products.first_date - {{ var('results_told_again_most_days') }}
            and described.order_date <= only_products.last_date + {{ var('results_told_again_most_days') }}

),

-- Results that are recalled without any name are of the product that the sponsor tells of again and again, and alone.
sole_products as (

    select
        sponsor_id,
        min(product_key) as product_key
    from described
    where is_trial and sponsor_id is not null
    group by sponsor_id
    having
        min(product_key) = max(product_key)
        and count(distinct if(product_key is null, null, release_id)) >= {{ var('sole_product_least_releases') }}

),

final as (

    select
        described.milestone_id,
        described.release_id,
        described.scope_id,
        described.sponsor_id,
        described.milestone_type,
        described.theme,
        described.role,
        described.detail_key,
        described.agency,
        described.is_of_product,
        described.own_sentence_key,
        described.trial_key,
        described.names_trials,
        described.phase,
        described.indication_key,
        described.order_date,
        described.release_number,
        coalesce(
            named_in_sentence.product_key,
            named_by_class.product_key,
            described.product_key,
            sole_products.product_key
        ) as own_product,
        named_in_sentence.product_key is not null
        or coalesce(contains(described.own_sentence_key, described.intervention_key), false) as names_product
    from described
    left join named_in_sentence on described.milestone_id = named_in_sentence.milestone_id
    left join named_by_class on described.milestone_id = named_by_class.milestone_id
    left join sole_products
        on
            if(
                described.theme = 'data'
                and described.role = 'background'
                and described.trial_key is null
                and described.indication_key is null,
                described.sponsor_id,
                null
            ) = sole_products.sponsor_id

)

select * from final
