-- The months of a metric as the ledgers count them, earliest first.
-- Grain: one row per month.
select *
from marts.metric_month
where organisation_id = $organisation_id and metric_id = $metric_id
order by month
