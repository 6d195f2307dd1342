-- Problems that only one of two editions has, or whose status in its latest year is another one.
-- Grain: one row per organisation and problem.  year: whose report named it.
-- A problem that goes on into another year is no new problem.
with earlier as (
    select
        organisation_id,
        coalesce(problem_id, name) as item_id,
        any_value(problem_id) as problem_id,
        any_value(name) as name,
        min(source_year) as source_year,
        arg_max(status, year) as status
    from before.marts.problem_status
    group by organisation_id, coalesce(problem_id, name)
),

now as (
    select
        organisation_id,
        coalesce(problem_id, name) as item_id,
        any_value(problem_id) as problem_id,
        any_value(name) as name,
        min(source_year) as source_year,
        arg_max(status, year) as status
    from after.marts.problem_status
    group by organisation_id, coalesce(problem_id, name)
)

select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.item_id, earlier.item_id) as item_id,
    coalesce(now.source_year, earlier.source_year) as year,
    coalesce(problem.name_zh, old_problem.name_zh, now.name, earlier.name) as name_zh,
    coalesce(problem.name_en, old_problem.name_en, now.name, earlier.name) as name_en,
    case
        when earlier.item_id is null then 'new'
        when now.item_id is null then 'missing'
        else 'changed'
    end as change,
    earlier.status as before_word,
    now.status as after_word
from earlier
full join now
    on earlier.organisation_id = now.organisation_id and earlier.item_id = now.item_id
left join after.catalogue.problems as problem
    on now.problem_id = problem.problem_id
left join before.catalogue.problems as old_problem
    on earlier.problem_id = old_problem.problem_id
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and earlier.status is distinct from now.status
order by year, name_zh
