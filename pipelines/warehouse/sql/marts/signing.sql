-- 签发前比对: the yearly report (its draft, before there is one) beside the ledgers, the yearly enforcement data and the
-- disclosure report.
-- Grain: one row per organisation, metric, year and source that gives it.
-- state, of the metric as a whole: agrees, differs, cannot_compare, single (one source gives it).
-- reason: equal, within_bounds · apart · unclear, unit_differs, period_differs · one_source.
-- What only ledgers count and no document can state isn't here.
with spoken as (
    select figure.*
    from staging.source_figure as figure
    left join staging.document_in_force as report
        on figure.organisation_id = report.organisation_id and figure.year = report.year
    where figure.source <> 'draft_report' or report.document_id is null
),

judged as (
    select
        one.organisation_id,
        one.metric_id,
        one.year,
        count(distinct one.source) as sources,
        bool_and(one.is_clear) as is_clear,
        count(*) = count(comparable.unit) as is_one_unit,
        bool_and((one.period_start, one.period_end) = (other.period_start, other.period_end))
        or min(one.kind) not in ('flow', 'money', 'rate') as is_one_period,
        coalesce(max(one.lower) <= min(one.upper), true) as do_meet,
        bool_and(one.qualifier in ('exact', 'implied')) and min(one.value) = max(one.value) as is_equal
    from spoken as one
    inner join spoken as other
        on
            one.organisation_id = other.organisation_id
            and one.metric_id = other.metric_id
            and one.year = other.year
    left join staging.comparable_unit as comparable
        on one.unit = comparable.unit and other.unit = comparable.other_unit
    group by one.organisation_id, one.metric_id, one.year
),

reasoned as (
    select
        *,
        case
            when sources = 1 then 'one_source'
            when not is_clear then 'unclear'
            when not is_one_unit then 'unit_differs'
            when not is_one_period then 'period_differs'
            when not do_meet then 'apart'
            when is_equal then 'equal'
            else 'within_bounds'
        end as reason
    from judged
)

select
    spoken.organisation_id,
    spoken.metric_id,
    spoken.year,
    spoken.source,
    spoken.value,
    spoken.lower,
    spoken.upper,
    spoken.qualifier,
    spoken.unit,
    spoken.period_start,
    spoken.period_end,
    case
        when reasoned.reason in ('equal', 'within_bounds') then 'agrees'
        when reasoned.reason = 'apart' then 'differs'
        when reasoned.reason = 'one_source' then 'single'
        else 'cannot_compare'
    end as state,
    reasoned.reason,
    reasoned.sources,
    metric.owner_id,
    spoken.document_id,
    spoken.observation_id
from spoken
inner join reasoned
    on
        spoken.organisation_id = reasoned.organisation_id
        and spoken.metric_id = reasoned.metric_id
        and spoken.year = reasoned.year
inner join catalogue.metrics as metric
    on spoken.metric_id = metric.metric_id
where metric.counted_from = 'report'
