-- marts.total_year of one parent and year, with names.
-- Grain: one row per metric, in the order of the catalogue.
select
    total.*,
    metric.name_zh,
    metric.name_en
from marts.total_year as total
inner join catalogue.metrics as metric
    on total.metric_id = metric.metric_id
where total.organisation_id = $organisation_id and total.year = $year
order by metric.position
