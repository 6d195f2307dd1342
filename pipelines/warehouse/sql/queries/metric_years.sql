-- What it takes to draw the years of an organisation's metrics.
-- Grain: one row per metric and year; the earliest year of a metric first.
select
    metric_id,
    year,
    value,
    lower,
    upper,
    unit,
    qualifier,
    reporting_state,
    reason
from marts.metric_year
where organisation_id = $organisation_id
order by metric_id, year
