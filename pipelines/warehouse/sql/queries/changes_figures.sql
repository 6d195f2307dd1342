-- The figures that two editions don't share: new, changed, missing (stated before and not after).
-- A figure counts as stated with a value, or where the documents give one that isn't taken (values that contradict, parts).
-- Grain: one row per organisation, metric and year.  The editions are attached as before and after.
select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.metric_id, earlier.metric_id) as metric_id,
    coalesce(now.year, earlier.year) as year,
    coalesce(metric.name_zh, old_metric.name_zh) as name_zh,
    coalesce(metric.name_en, old_metric.name_en) as name_en,
    case
        when coalesce(earlier.reporting_state, '') not in ('reported', 'zero') then 'new'
        when coalesce(now.reporting_state, '') not in ('reported', 'zero') then 'missing'
        else 'changed'
    end as change,
    earlier.value as before_value,
    earlier.lower as before_lower,
    earlier.upper as before_upper,
    earlier.qualifier as before_qualifier,
    earlier.unit as before_unit,
    earlier.reporting_state as before_state,
    earlier.reason as before_reason,
    earlier.period_start as before_period_start,
    earlier.period_end as before_period_end,
    earlier.is_restated as before_is_restated,
    now.value as after_value,
    now.lower as after_lower,
    now.upper as after_upper,
    now.qualifier as after_qualifier,
    now.unit as after_unit,
    now.reporting_state as after_state,
    now.reason as after_reason,
    now.period_start as after_period_start,
    now.period_end as after_period_end,
    now.is_restated as after_is_restated
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
    and (earlier.reporting_state in ('reported', 'zero') or now.reporting_state in ('reported', 'zero'))
    and (
        earlier.reporting_state is distinct from now.reporting_state
        or (earlier.value is null and earlier.reason is distinct from now.reason)
        or earlier.period_start is distinct from now.period_start
        or earlier.period_end is distinct from now.period_end
        or earlier.kind is distinct from now.kind
        or earlier.is_restated is distinct from now.is_restated
        or earlier.value is distinct from now.value
        or earlier.lower is distinct from now.lower
        or earlier.upper is distinct from now.upper
        or earlier.qualifier is distinct from now.qualifier
        or earlier.unit is distinct from now.unit
    )
order by
    array_position(['missing', 'changed', 'new'], change),
    coalesce(metric.position, old_metric.position),
    coalesce(now.year, earlier.year)
