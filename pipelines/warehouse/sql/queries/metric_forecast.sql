-- The forecast of one metric, or of all: an interval for the next year, or why there is none.
-- Grain: one row per organisation and metric that has a value.  A null bind value takes all.
select *
from marts.metric_forecast
where
    ($organisation_id is null or organisation_id = $organisation_id)
    and ($metric_id is null or metric_id = $metric_id)
order by organisation_id, metric_id
