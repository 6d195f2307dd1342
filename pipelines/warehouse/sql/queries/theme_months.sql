-- The months of a year of every metric of a theme that ledgers count.
-- Grain: one row per metric and month that its ledgers span.
-- shade: 1–5 by the fifths of the metric's own months that have a value above 0, equal values alike; 0 elsewhere.
with months as (
    select
        month.*,
        metric.name_zh,
        metric.name_en,
        metric.direction,
        metric.position
    from marts.metric_month as month
    inner join catalogue.metrics as metric
        on month.metric_id = metric.metric_id
    where
        month.organisation_id = $organisation_id
        and metric.theme_id = $theme_id
        and year(month.month) = $year
),

fifths as (
    select
        metric_id,
        quantile_disc(value, [0.2, 0.4, 0.6, 0.8]) as ends
    from months
    where value > 0
    group by metric_id
)

select
    months.*,
    if(coalesce(months.value, 0) <= 0, 0, 1 + len(list_filter(fifths.ends, lambda each : each < months.value))) as shade
from months
left join fifths
    on months.metric_id = fifths.metric_id
order by months.position, months.month
