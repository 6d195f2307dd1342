-- Readings that may stand as a metric's figure of a year: of the metric's own kind and of its whole (scope empty).
-- A count of a part of the year that doesn't begin with it (下半年) is none: nobody would read it as the year's.
-- Grain: one row per observation.
-- voice: 1 for those that speak for the year: what a person corrected, then accepted, then its own report, then its enforcement data, its disclosure report, then later
-- ones that look back; the whole year before a part of it, the latest day of a stock, and of several windows that end in the year the shortest.
select
    stated.*,
    rank() over (
        partition by stated.organisation_id, stated.metric_id, stated.year
        order by
            case stated.review_state when 'corrected' then 0 when 'accepted' then 1 else 2 end,
            stated.is_own_year desc,
            case stated.document_type when 'annual_report' then 0 when 'enforcement_data' then 1 else 2 end,
            stated.period_end desc,
            case when stated.kind = 'window' then stated.period_start end desc nulls last,
            stated.period_start asc
    ) as voice
from staging.stated as stated
inner join catalogue.metrics as metric
    on stated.metric_id = metric.metric_id
where
    stated.kind = metric.kind
    and stated.scope = ''
    and (stated.kind in ('stock', 'ordinal', 'window') or stated.period_start = make_date(stated.year, 1, 1))
