-- severity: error
-- What is not stated has no value, and what has a value can be opened.
select
    concat_ws('/', organisation_id, metric_id, cast(year as varchar)) as subject,
    concat(reporting_state, ' with value ', coalesce(cast(value as varchar), 'none')) as found,
    organisation_id
from marts.metric_year
where
    (reporting_state in ('not_reported', 'not_captured', 'not_applicable', 'not_due') and value is not null)
    or (value is not null and observation_id is null)
