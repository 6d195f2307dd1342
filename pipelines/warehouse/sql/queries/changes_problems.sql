-- Problems that only one of two editions has, or whose status in its latest year is another one.
-- Grain: one row per organisation and problem.  year: whose report named it.
-- The same problem: by its id where both have one, else by the printed name.  One that goes on into another
-- year, or that the catalogue has come to list, is no new problem.
with earlier as (
    select
        problem.organisation_id,
        problem.problem_id,
        coalesce(any_value(problem.name), any_value(known.name_zh)) as name,
        any_value(known.name_zh) as name_zh,
        any_value(known.name_en) as name_en,
        min(problem.source_year) as source_year,
        arg_max(problem.status, problem.year) as status
    from before.marts.problem_status as problem
    left join before.catalogue.problems as known
        on problem.problem_id = known.problem_id
    group by problem.organisation_id, problem.problem_id, if(problem.problem_id is null, problem.name, null)
),

now as (
    select
        problem.organisation_id,
        problem.problem_id,
        coalesce(any_value(problem.name), any_value(known.name_zh)) as name,
        any_value(known.name_zh) as name_zh,
        any_value(known.name_en) as name_en,
        min(problem.source_year) as source_year,
        arg_max(problem.status, problem.year) as status
    from after.marts.problem_status as problem
    left join after.catalogue.problems as known
        on problem.problem_id = known.problem_id
    group by problem.organisation_id, problem.problem_id, if(problem.problem_id is null, problem.name, null)
),

paired as (
    select
        earlier.organisation_id,
        coalesce(earlier.problem_id, earlier.name) as earlier_id,
        coalesce(now.problem_id, now.name) as item_id,
        now.source_year,
        coalesce(now.name_zh, now.name) as name_zh,
        coalesce(now.name_en, now.name) as name_en,
        earlier.status as before_word,
        now.status as after_word
    from earlier
    inner join now
        on
            earlier.organisation_id = now.organisation_id
            and if(
                earlier.problem_id is null or now.problem_id is null,
                earlier.name = now.name,
                earlier.problem_id = now.problem_id
            )
),

changed as (
    select
        organisation_id,
        item_id,
        source_year as year,
        name_zh,
        name_en,
        'changed' as change,
        before_word,
        after_word
    from paired
    where before_word is distinct from after_word
    union all
    select
        earlier.organisation_id,
        coalesce(earlier.problem_id, earlier.name) as item_id,
        earlier.source_year as year,
        coalesce(earlier.name_zh, earlier.name) as name_zh,
        coalesce(earlier.name_en, earlier.name) as name_en,
        'missing' as change,
        earlier.status as before_word,
        null as after_word
    from earlier
    left join paired
        on
            earlier.organisation_id = paired.organisation_id
            and coalesce(earlier.problem_id, earlier.name) = paired.earlier_id
    where paired.organisation_id is null
    union all
    select
        now.organisation_id,
        coalesce(now.problem_id, now.name) as item_id,
        now.source_year as year,
        coalesce(now.name_zh, now.name) as name_zh,
        coalesce(now.name_en, now.name) as name_en,
        'new' as change,
        null as before_word,
        now.status as after_word
    from now
    left join paired
        on
            now.organisation_id = paired.organisation_id
            and coalesce(now.problem_id, now.name) = paired.item_id
    where paired.organisation_id is null
)

select *
from changed
where $organisation_id is null or organisation_id = $organisation_id
order by year, change, name_zh
