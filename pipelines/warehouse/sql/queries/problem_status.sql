-- problem_status with the catalogue's names, parts and linked goals beside it.
-- Grain: one row per organisation, problem and year.
select
    status.*,
    problem.source_year,
    problem.name_zh,
    problem.name_en,
    problem.parts_zh,
    problem.parts_en,
    problem.goal_ids
from marts.problem_status as status
inner join catalogue.problems as problem
    on status.problem_id = problem.problem_id
where status.organisation_id = $organisation_id and ($year is null or status.year = $year)
order by status.year, problem.position
