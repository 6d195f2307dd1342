-- problem_status with the catalogue's names, parts and linked goals beside it; the printed words where it has none.
-- Grain: one row per organisation, year and problem.
select
    status.* exclude (name, parts),
    status.name as printed_name,
    coalesce(problem.name_zh, status.name) as name_zh,
    coalesce(problem.name_en, status.name) as name_en,
    coalesce(problem.parts_zh, status.parts, []) as parts_zh,
    coalesce(problem.parts_en, status.parts, []) as parts_en,
    coalesce(problem.goal_ids, finding.goal_ids, []) as goal_ids
from marts.problem_status as status
left join catalogue.problems as problem
    on status.problem_id = problem.problem_id
left join raw.findings as finding
    on status.organisation_id = finding.organisation_id and status.problem_id = finding.problem_id
where status.organisation_id = $organisation_id and ($year is null or status.year = $year)
order by status.year, status.position, problem.position
