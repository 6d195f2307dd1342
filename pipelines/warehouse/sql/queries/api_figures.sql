-- The figure of each metric and year as the board gives it, or why there is none, for programs.
-- Grain: one row per organisation, metric and year.  A null bind value takes all.
select figure.*
from marts.metric_year as figure
inner join catalogue.metrics as metric
    on figure.metric_id = metric.metric_id
where
    ($organisation is null or figure.organisation_id = $organisation)
    and ($metric is null or figure.metric_id = $metric)
    and ($year is null or figure.year = $year)
order by figure.organisation_id, figure.year, metric.position, figure.metric_id
