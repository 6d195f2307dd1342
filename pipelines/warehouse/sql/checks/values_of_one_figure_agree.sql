-- severity: warning
-- The readings of one figure do not contradict each other.
select
    concat_ws('/', organisation_id, metric_id, cast(year as varchar)) as subject,
    'values that contradict each other' as found,
    organisation_id
from marts.metric_year
where reason = 'conflicting_values'
