-- severity: warning
-- Every goal that a whole report states is one of the catalogue's, so that key results can be tied to it.
select
    concat_ws('/', organisation_id, cast(source_year as varchar), cast(position as varchar)) as subject,
    name as found,
    organisation_id
from marts.goal
where goal_id is null
