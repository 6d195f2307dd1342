-- Work goals that only one of two editions has.
-- Grain: one row per organisation, source year and goal.
with earlier as (
    select
        *,
        coalesce(goal_id, name) as item_id
    from before.marts.goal
),

now as (
    select
        *,
        coalesce(goal_id, name) as item_id
    from after.marts.goal
)

select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.item_id, earlier.item_id) as item_id,
    coalesce(now.source_year, earlier.source_year) as year,
    coalesce(now.name_zh, earlier.name_zh, now.name, earlier.name) as name_zh,
    coalesce(now.name_en, earlier.name_en, now.name, earlier.name) as name_en,
    if(earlier.item_id is null, 'new', 'missing') as change,
    cast(null as varchar) as before_word,
    cast(null as varchar) as after_word
from earlier
full join now
    on
        earlier.organisation_id = now.organisation_id
        and earlier.source_year = now.source_year
        and earlier.item_id = now.item_id
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and (earlier.item_id is null or now.item_id is null)
order by year, coalesce(now.position, earlier.position)
