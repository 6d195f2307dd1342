-- severity: warning
-- Every problem that a report names is one of the catalogue's, so that its status can be followed.
select
    concat_ws('/', organisation_id, cast(year as varchar), cast(position as varchar)) as subject,
    name as found,
    organisation_id
from marts.problem_status
where problem_id is null
