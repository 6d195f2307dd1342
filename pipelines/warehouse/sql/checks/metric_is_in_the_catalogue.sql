-- severity: error
-- An observation's metric is one of the catalogue's.
select
    observation.observation_id as subject,
    observation.metric_id as found,
    observation.organisation_id
from marts.observation as observation
left join catalogue.metrics as metric
    on observation.metric_id = metric.metric_id
where metric.metric_id is null
