-- Readings that may stand as a metric's figure of a year: of the metric's own kind and of its whole (scope empty).
-- Grain: one row per observation.
-- voice: 1 for those that speak for the year: its own report before later ones that look back, and of several windows
-- that end in the year the shortest.
select
    stated.*,
    rank() over (
        partition by stated.organisation_id, stated.metric_id, stated.year
        order by stated.is_own_year desc, stated.period_start desc
    ) as voice
from staging.stated as stated
inner join catalogue.metrics as metric
    on stated.metric_id = metric.metric_id
where stated.kind = metric.kind and stated.scope = ''
