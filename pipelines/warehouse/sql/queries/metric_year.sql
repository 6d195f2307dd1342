-- metric_year with the catalogue's names beside it.
-- Grain: one row per organisation, metric and year.  A null bind value takes all.
select
    metric_year.*,
    metric.name_zh,
    metric.name_en,
    metric.direction,
    metric.definition_zh,
    metric.definition_en,
    metric.theme_id,
    metric.highlight,
    theme.name_zh as theme_zh,
    theme.name_en as theme_en,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en
from marts.metric_year as metric_year
inner join catalogue.metrics as metric
    on metric_year.metric_id = metric.metric_id
inner join catalogue.themes as theme
    on metric.theme_id = theme.theme_id
inner join catalogue.owners as owner
    on metric.owner_id = owner.owner_id
where
    ($organisation_id is null or metric_year.organisation_id = $organisation_id)
    and ($year is null or metric_year.year = $year)
    and ($metric_id is null or metric_year.metric_id = $metric_id)
order by metric_year.organisation_id, metric_year.year, metric.position
