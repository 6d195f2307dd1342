-- marts.large_change of an organisation with names, the latest year first, the surest change first in it.
select
    change.*,
    metric.name_zh,
    metric.name_en,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en
from marts.large_change as change
inner join catalogue.metrics as metric
    on change.metric_id = metric.metric_id
inner join catalogue.owners as owner
    on change.owner_id = owner.owner_id
where change.organisation_id = $organisation_id
order by change.year desc, change.z desc, change.metric_id
