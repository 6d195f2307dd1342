-- The metrics of the catalogue, for programs.
-- Grain: one row per metric, in the order of the catalogue.
select
    metric.metric_id,
    metric.name_zh,
    metric.name_en,
    metric.definition_zh,
    metric.definition_en,
    metric.theme_id,
    metric.units,
    metric.kind,
    metric.direction,
    metric.owner_id
from catalogue.metrics as metric
order by metric.position, metric.metric_id
