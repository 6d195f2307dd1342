-- Work goals that only one of two editions has: by the catalogue's id where both have one, else by the printed name.
-- Grain: one row per organisation, source year and goal.  A goal that the catalogue has come to list is no new goal.
with gone as (
    select earlier.*
    from before.marts.goal as earlier
    where not exists (
        select 1
        from after.marts.goal as now
        where
            earlier.organisation_id = now.organisation_id
            and earlier.source_year = now.source_year
            and (earlier.goal_id = now.goal_id or earlier.name = now.name)
    )
),

come as (
    select now.*
    from after.marts.goal as now
    where not exists (
        select 1
        from before.marts.goal as earlier
        where
            earlier.organisation_id = now.organisation_id
            and earlier.source_year = now.source_year
            and (earlier.goal_id = now.goal_id or earlier.name = now.name)
    )
),

both_ways as (
    select
        *,
        'missing' as change
    from gone
    union all
    select
        *,
        'new' as change
    from come
)

select
    organisation_id,
    coalesce(goal_id, name) as item_id,
    source_year as year,
    coalesce(name_zh, name) as name_zh,
    coalesce(name_en, name) as name_en,
    change,
    cast(null as varchar) as before_word,
    cast(null as varchar) as after_word
from both_ways
where $organisation_id is null or organisation_id = $organisation_id
order by source_year, change, position
