-- severity: warning
-- A report gives one value for a metric.
select
    concat_ws('/', organisation_id, metric_id, cast(year as varchar)) as subject,
    'different values in one report' as found
from marts.metric_year
where reason = 'conflicting_values'
