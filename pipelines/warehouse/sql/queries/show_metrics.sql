-- The figures: rows of marts.metric_year that have a value.
select metric_year.*
from marts.metric_year as metric_year
inner join catalogue.metrics as metric
    on metric_year.metric_id = metric.metric_id
where
    metric_year.value is not null
    and ($organisation_id is null or metric_year.organisation_id = $organisation_id)
    and ($year is null or metric_year.year = $year)
order by metric_year.organisation_id, metric_year.year, metric.position
