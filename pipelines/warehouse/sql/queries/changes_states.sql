-- Metrics without a figure in both of two editions whose state is another one now: 未采录 before, 报告未载 after.
-- Grain: one row per organisation, year, state before and state after, with how many metrics.  Null: not in that edition.
select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.year, earlier.year) as year,
    earlier.reporting_state as before_state,
    now.reporting_state as after_state,
    count(*) as metrics
from before.marts.metric_year as earlier
full join after.marts.metric_year as now
    on
        earlier.organisation_id = now.organisation_id
        and earlier.metric_id = now.metric_id
        and earlier.year = now.year
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and coalesce(earlier.reporting_state, '') not in ('reported', 'zero')
    and coalesce(now.reporting_state, '') not in ('reported', 'zero')
    and earlier.reporting_state is distinct from now.reporting_state
group by all
order by year, metrics desc, before_state, after_state
