-- severity: warning
-- Every problem that a report names is one of the catalogue's, so that its status can be followed.
select
    concat_ws('/', document.organisation_id, cast(document.year as varchar), cast(problem.position as varchar))
        as subject,
    problem.name as found
from raw.problems as problem
inner join staging.document_in_force as document
    on problem.document_id = document.document_id
where problem.problem_id is null
