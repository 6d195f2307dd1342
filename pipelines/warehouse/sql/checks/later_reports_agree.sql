-- severity: warning
-- A later report that looks back on a year gives the value that the year's own report gave.
select
    concat_ws('/', organisation_id, metric_id, cast(year as varchar)) as subject,
    'a later report gives another value' as found,
    organisation_id
from marts.metric_year
where is_restated
