-- The figures that two editions don't share: new, changed, missing (a value before and none after).
-- Grain: one row per organisation, metric and year.  The editions are attached as before and after.
select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.metric_id, earlier.metric_id) as metric_id,
    coalesce(now.year, earlier.year) as year,
    coalesce(metric.name_zh, old_metric.name_zh) as name_zh,
    coalesce(metric.name_en, old_metric.name_en) as name_en,
    case
        when earlier.value is null then 'new'
        when now.value is null then 'missing'
        else 'changed'
    end as change,
    earlier.value as before_value,
    earlier.lower as before_lower,
    earlier.upper as before_upper,
    earlier.qualifier as before_qualifier,
    earlier.unit as before_unit,
    earlier.reporting_state as before_state,
    earlier.reason as before_reason,
    now.value as after_value,
    now.lower as after_lower,
    now.upper as after_upper,
    now.qualifier as after_qualifier,
    now.unit as after_unit,
    now.reporting_state as after_state,
    now.reason as after_reason
from before.marts.metric_year as earlier
full join after.marts.metric_year as now
    on
        earlier.organisation_id = now.organisation_id
        and earlier.metric_id = now.metric_id
        and earlier.year = now.year
left join after.catalogue.metrics as metric
    on now.metric_id = metric.metric_id
left join before.catalogue.metrics as old_metric
    on earlier.metric_id = old_metric.metric_id
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and (earlier.value is not null or now.value is not null)
    and (
        earlier.value is distinct from now.value
        or earlier.lower is distinct from now.lower
        or earlier.upper is distinct from now.upper
        or earlier.qualifier is distinct from now.qualifier
        or earlier.unit is distinct from now.unit
    )
order by
    case when earlier.value is null then 2 when now.value is null then 0 else 1 end,
    coalesce(metric.position, old_metric.position),
    coalesce(now.year, earlier.year)
