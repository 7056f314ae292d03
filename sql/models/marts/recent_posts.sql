with

items as (

    select * from {{ ref('int_posts__listed') }}

),

releases as (

    select * from {{ ref('int_releases__deduplicated') }}

),

texts as not materialized (

    select * from {{ ref('int_releases__texts') }}

),

posts as (

    select * from {{ ref('int_posts__joined') }}

),

feed_items as (

    select * from {{ ref('feed_items') }}

),

memberships as (

    select
        item_id,
        list(feed_id order by feed_id) as feeds
    from feed_items
    group by item_id

),

-- Trimmed after it is cut: to trim whole texts is dear. Some texts have no blank line behind the headline.
openings as (

    select
        releases.*,
        trim(
            substr(
                texts.text,
                case
                    when instr(texts.text, chr(10) || chr(10)) > 0 then instr(texts.text, chr(10) || chr(10)) + 2
                    when starts_with(texts.text, releases.title) then length(releases.title) + 1
                    else 1
                end,
                400
            )
        ) as opening,
        translate(substr(opening, 270, 30), chr(10), ' ') as last_words
    from releases
    inner join texts on releases.release_id = texts.release_id

),

told as (

    select
        release_id as item_id,
        'release' as kind,
        title,
        -- No word is cut in two, but what is too long for one may be text without blanks.
        case
            when length(opening) <= 300 then opening
            when not contains(last_words, ' ') then substr(opening, 1, 299) || '…'
            else rtrim(substr(opening, 1, 299 - length(split_part(last_words, ' ', -1))), chr(10) || ' ') || '…'
        end as excerpt,
        url,
        issuer,
        published_at,
        published_at_precision_s,
        told_date
    from openings
    union all
    select
        post_id as item_id,
        'post' as kind,
        title,
        excerpt,
        url,
        null as issuer,
        published_at,
        published_at_precision_s,
        published_at::date as told_date
    from posts

),

final as (

    select
        items.position,
        items.item_id,
        items.kind,
        told.title,
        told.excerpt,
        told.url,
        items.source_id,
        items.source_ids,
        told.issuer,
        items.sponsor_id,
        items.wire,
        items.language,
        items.is_health,
        items.is_trial_news,
        items.milestone_types,
        coalesce(memberships.feeds, []) as feeds,
        told.published_at,
        told.published_at_precision_s,
        told.told_date,
        items.listed_at,
        items.release_count,
        items.post_count,
        items.post_reasons,
        items.first_observed_at
    from items
    inner join told on items.item_id = told.item_id and items.kind = told.kind
    left join memberships on items.item_id = memberships.item_id

)

select * from final
order by position asc
