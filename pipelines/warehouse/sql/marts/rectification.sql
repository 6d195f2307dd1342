-- 整改: each problem of any source as it stands on the build's date, with who mends it by when.
-- Grain: one row per organisation and problem that has an id.
-- status: open, measure_taken, closed, repeated, as of the last year that anything says of it.
-- due_on: the day given to the finding, else that of the last task about the problem; null where nobody set one.
-- days_overdue: null unless the day has passed and the problem isn't closed.
with latest as (
    select *
    from marts.problem_status
    where problem_id is not null
    qualify row_number() over (partition by organisation_id, problem_id order by year desc) = 1
),

task_said as (
    select
        organisation_id,
        about_id as problem_id,
        arg_max(due_on, sequence) as due_on,
        arg_max(owner_id, sequence) as owner_id
    from marts.task
    where about_type = 'problem'
    group by organisation_id, about_id
)

select
    latest.organisation_id,
    latest.problem_id,
    latest.source,
    latest.source_year,
    latest.position,
    finding.found_on,
    latest.status,
    if(latest.status in ('measure_taken', 'closed'), latest.record_on, null) as status_on,
    coalesce(finding.owner_id, told.owner_id) as owner_id,
    coalesce(finding.due_on, told.due_on) as due_on,
    case
        when latest.status <> 'closed' and coalesce(finding.due_on, told.due_on) < build.as_of
            then build.as_of - coalesce(finding.due_on, told.due_on)
    end as days_overdue,
    latest.repeats,
    latest.restated_year,
    latest.record_reference as reference,
    latest.record_materials as materials,
    coalesce(finding.reference, '') as finding_reference,
    coalesce(finding.materials, []) as finding_materials,
    coalesce(problem.name_zh, latest.name) as name_zh,
    coalesce(problem.name_en, latest.name) as name_en,
    coalesce(problem.goal_ids, finding.goal_ids, []) as goal_ids
from latest
cross join raw.build as build
left join catalogue.problems as problem
    on latest.organisation_id = problem.organisation_id and latest.problem_id = problem.problem_id
left join raw.findings as finding
    on latest.organisation_id = finding.organisation_id and latest.problem_id = finding.problem_id
left join task_said as told
    on latest.organisation_id = told.organisation_id and latest.problem_id = told.problem_id
