-- A theme's metrics of a year by part, as the ledgers count them; within a part the largest first.
-- Grain: one row per metric, dimension and member.
select
    part.metric_id,
    any_value(metric.name_zh) as name_zh,
    any_value(metric.name_en) as name_en,
    any_value(metric.direction) as direction,
    any_value(coalesce(counts.unit, metric.units[1])) as unit,
    part.dimension,
    part.member,
    any_value(part.member_zh) as member_zh,
    any_value(part.member_en) as member_en,
    sum(part.added) as value,
    sum(part.rows_counted) as rows_counted
from marts.metric_breakdown as part
inner join catalogue.metrics as metric
    on part.metric_id = metric.metric_id
left join catalogue.ledger_counts as counts
    on part.ledger_id = counts.ledger_id and part.metric_id = counts.metric_id
where
    part.organisation_id = $organisation_id
    and metric.theme_id = $theme_id
    and year(part.month) = $year
group by part.metric_id, part.dimension, part.member
order by min(metric.position), part.dimension, value desc, part.member
