-- What each source gives for a metric and its own year: the yearly report, its draft, the enforcement data, the
-- disclosure report, and the ledgers.
-- Grain: one row per organisation, metric, year and source.
-- Several readings in one document: what they have in common; value and bounds null where they have nothing in common.
with readings as (
    select
        reading.*,
        rank() over (
            partition by reading.document_id, reading.metric_id
            order by
                reading.period_end desc,
                case when reading.kind = 'window' then reading.period_start end desc nulls last,
                reading.period_start asc
        ) as place
    from staging.reading as reading
    inner join catalogue.metrics as metric
        on reading.metric_id = metric.metric_id
    where
        reading.kind = metric.kind
        and reading.scope = ''
        and reading.is_own_year
        and (reading.kind in ('stock', 'ordinal', 'window') or reading.period_start = make_date(reading.year, 1, 1))
),

best as (
    select
        *,
        row_number() over (
            partition by document_id, metric_id
            order by upper - lower asc nulls last, lower desc nulls last, upper asc nulls last, observation_id asc
        ) as rank_in_document
    from readings
    where place = 1
),

clear as (
    select
        best.document_id,
        best.metric_id,
        count(*) = count(comparable.unit) and coalesce(max(reading.lower) <= min(reading.upper), true) as is_clear
    from best
    inner join readings as reading
        on best.document_id = reading.document_id and best.metric_id = reading.metric_id and reading.place = 1
    left join staging.comparable_unit as comparable
        on best.unit = comparable.unit and reading.unit = comparable.other_unit
    where best.rank_in_document = 1
    group by best.document_id, best.metric_id
),

stated as (
    select
        best.*,
        clear.is_clear
    from best
    inner join clear
        on best.document_id = clear.document_id and best.metric_id = clear.metric_id
    where best.rank_in_document = 1
)

select
    organisation_id,
    metric_id,
    year,
    document_type as source,
    document_id,
    observation_id,
    if(is_clear, value, null) as value,
    if(is_clear, lower, null) as lower,
    if(is_clear, upper, null) as upper,
    qualifier,
    unit,
    kind,
    period_start,
    period_end,
    is_clear
from stated
union all by name
select
    organisation_id,
    metric_id,
    year,
    'ledger' as source,
    null as document_id,
    observation_id,
    value,
    lower,
    upper,
    qualifier,
    unit,
    kind,
    period_start,
    period_end,
    true as is_clear
from staging.ledger_year
