-- What each office has no figure for in a year, of the metrics that a report can state.
-- Grain: one row per office that answers for such a metric.
-- last_year: the latest year, up to this one, in which any of its metrics has a figure.
select
    owner.owner_id,
    owner.name_zh,
    owner.name_en,
    count(*) as metrics,
    count(*) filter (where known.value is null) as without_figure,
    any_value(latest.last_year) as last_year
from catalogue.owners as owner
inner join catalogue.metrics as metric
    on owner.owner_id = metric.owner_id
inner join marts.metric_year as known
    on metric.metric_id = known.metric_id
left join (
    select
        asked.owner_id,
        max(figure.year) as last_year
    from marts.metric_year as figure
    inner join catalogue.metrics as asked
        on figure.metric_id = asked.metric_id
    where figure.organisation_id = $organisation_id and figure.year <= $year and figure.value is not null
    group by asked.owner_id
) as latest
    on owner.owner_id = latest.owner_id
where
    known.organisation_id = $organisation_id
    and known.year = $year
    and metric.counted_from = 'report'
group by owner.owner_id, owner.name_zh, owner.name_en
order by without_figure desc, owner.owner_id
