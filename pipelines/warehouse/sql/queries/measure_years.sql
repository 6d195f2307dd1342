-- The years of what a key result is measured by: a metric, or a derived metric with its parts' readings.
-- Grain: one row per year.
select * exclude (organisation_id, measure_id)
from staging.measure_year
where organisation_id = $organisation_id and measure_id = $measure_id
order by year
