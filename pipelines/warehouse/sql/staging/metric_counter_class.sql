-- The class of counters that a metric's figures are held against each other in: the one that most of
-- its own counters belong to, of equals one that its first counter does.
-- Grain: one row per metric with a counter that a class lists.
-- comparable_unit is a relation of pairs and doesn't part counters into groups (个 is a point and a team); this does.
with listed as (
    select
        metric.metric_id,
        counter.counter_class,
        count(*) as counters,
        bool_or(metric.unit = metric.first_unit) as has_first
    from (
        select
            metric_id,
            units[1] as first_unit,
            unnest(units) as unit
        from catalogue.metrics
    ) as metric
    inner join catalogue.counters as counter
        on metric.unit = counter.counter
    group by metric.metric_id, counter.counter_class
),

ranked as (
    select
        *,
        row_number() over (partition by metric_id order by counters desc, has_first desc, counter_class asc) as place
    from listed
)

select
    metric_id,
    counter_class
from ranked
where place = 1
