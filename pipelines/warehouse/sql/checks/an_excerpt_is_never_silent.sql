-- severity: error
-- Of an excerpt nobody may say that the report doesn't state something.
select
    concat_ws('/', metric.organisation_id, metric.metric_id, cast(metric.year as varchar)) as subject,
    'not_reported in an excerpt' as found,
    metric.organisation_id
from marts.metric_year as metric
inner join staging.document_in_force as document
    on metric.organisation_id = document.organisation_id and metric.year = document.year
where document.extent = 'excerpt' and metric.reporting_state = 'not_reported'
