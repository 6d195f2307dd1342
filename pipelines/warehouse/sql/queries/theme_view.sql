-- What the catalogue has a theme's page show of its ledgers, in the catalogue's order.
-- Grain: one row per use (day, part, rate, place) and metric or derived metric.
select
    view.shown_as,
    view.measure_id,
    view.dimension,
    coalesce(metric.name_zh, derived.name_zh) as name_zh,
    coalesce(metric.name_en, derived.name_en) as name_en,
    coalesce(metric.direction, 'neutral') as direction,
    coalesce(metric.units[1], '%') as unit,
    derived.numerator_id,
    derived.denominator_id,
    derived.definition_zh,
    derived.definition_en
from catalogue.theme_views as view
left join catalogue.metrics as metric
    on view.measure_id = metric.metric_id
left join catalogue.derived as derived
    on view.measure_id = derived.metric_id
where view.theme_id = $theme_id
order by view.position
