-- What a key result may be measured by, metric or derived metric, in one shape.
-- Grain: one row per organisation, measure and year.
-- is_cumulative: the figure grows through the year (a flow); a share or a stock does not.
-- reason: why there is no value; null where there is one.
select
    organisation_id,
    metric_id as measure_id,
    year,
    value,
    lower,
    upper,
    qualifier,
    unit,
    kind in ('flow', 'money') as is_cumulative,
    period_end,
    case when value is null then reason end as reason,
    if(value is null, [metric_id], []) as missing,
    if(observation_id is null, [], [observation_id]) as observation_ids
from marts.metric_year
where kind not in ('window', 'standard')
union all by name
select
    organisation_id,
    metric_id as measure_id,
    year,
    value,
    lower,
    upper,
    qualifier,
    unit,
    false as is_cumulative,
    period_end,
    reason,
    missing,
    observation_ids
from marts.derived_year
