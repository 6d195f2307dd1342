-- A report's figure held against what the ledgers count for the same metric and period.
-- Grain: one row per organisation, metric and year that a report states or a ledger counts, of the metrics that some
-- kind of ledger counts and a report can state.
-- state: agrees, differs, cannot_compare; neither side is right by default.
-- reason: equal, within_bounds · late_rows, doubled_rows, undated_rows, refused_rows, rounding, unexplained · no_ledger, not_in_report,
-- report_unclear, months_missing, not_covered, unit_differs.
-- difference: ledger less report; null where they can't be compared.
-- settled: which value holds as somebody decided (report, ledger, or explained: both stay); null where nobody did, or where
-- one of the values has changed since.  Where the ledger holds, the report's figure is corrected to it: report_value_before.
with countable as (
    select
        metric.metric_id,
        metric.owner_id
    from catalogue.metrics as metric
    where
        metric.counted_from = 'report'
        and metric.metric_id in (
            select count.metric_id
            from catalogue.ledger_counts as count
        )
),

stated as (
    select fact.*
    from staging.fact as fact
    inner join countable
        on fact.metric_id = countable.metric_id
),

years as (
    select
        organisation_id,
        metric_id,
        year
    from stated
    union
    select
        ledger.organisation_id,
        ledger.metric_id,
        ledger.year
    from staging.ledger_year as ledger
    inner join countable
        on ledger.metric_id = countable.metric_id
    inner join staging.document_in_force as document
        on ledger.organisation_id = document.organisation_id and ledger.year = document.year
    where document.extent = 'whole'
),

-- the ledger's count at the end of the report's own period
reached as (
    select
        stated.organisation_id,
        stated.metric_id,
        stated.year,
        month.to_date as value,
        month.to_date_upper as upper,
        month.unit,
        month.is_unbroken,
        month.covered_until >= stated.period_end as is_covered
    from stated
    inner join marts.metric_month as month
        on
            stated.organisation_id = month.organisation_id
            and stated.metric_id = month.metric_id
            and month.month = date_trunc('month', stated.period_end)
    where stated.value is not null and month.is_covered
),

refused as (
    select
        loaded.organisation_id,
        count.metric_id,
        sum(loaded.refused) as refused
    from raw.ledger_loads as loaded
    inner join catalogue.ledger_counts as count
        on loaded.ledger_id = count.ledger_id
    group by loaded.organisation_id, count.metric_id
),

-- rows refused by kind, of the files of a metric's ledgers, where rows are what is counted: those of the year, and those
-- of no readable year in files that cover it
refused_by_kind as (
    select
        years.organisation_id,
        years.metric_id,
        years.year,
        sum(refusal.rows) filter (where refusal.code in ('doubled_row', 'doubled_key')) as doubled,
        sum(refusal.rows) filter (
            where refusal.code in ('date', 'date_range') or (refusal.code = 'required' and refusal.year is null)
        ) as undated
    from years
    inner join catalogue.ledger_counts as count
        on years.metric_id = count.metric_id
    inner join raw.ledger_refusals as refusal
        on years.organisation_id = refusal.organisation_id and count.ledger_id = refusal.ledger_id
    inner join raw.ledger_loads as loaded
        on
            refusal.organisation_id = loaded.organisation_id
            and refusal.ledger_id = loaded.ledger_id
            and refusal.batch_id = loaded.batch_id
    where
        count.way <> 'sum'
        and coalesce(
            refusal.year = years.year, years.year between year(loaded.covers_from) and year(loaded.covers_until)
        )
    group by years.organisation_id, years.metric_id, years.year
),

held as (
    select
        years.organisation_id,
        years.metric_id,
        years.year,
        countable.owner_id,
        stated.value as report_value,
        stated.lower as report_lower,
        stated.upper as report_upper,
        stated.qualifier as report_qualifier,
        stated.unit as report_unit,
        stated.period_start,
        stated.period_end,
        stated.observation_id as report_observation_id,
        coalesce(reached.value, ledger.value) as ledger_value,
        coalesce(reached.upper, ledger.upper) as ledger_upper,
        coalesce(reached.unit, ledger.unit) as ledger_unit,
        ledger.observation_id as ledger_observation_id,
        ledger.late,
        coalesce(refused.refused, 0) as refused,
        coalesce(refused_by_kind.doubled, 0) as doubled,
        coalesce(refused_by_kind.undated, 0) as undated,
        ledger.missing,
        case
            when ledger.metric_id is null then 'no_ledger'
            when stated.metric_id is null then 'not_in_report'
            when stated.value is null then 'report_unclear'
            when comparable.unit is null then 'unit_differs'
            when reached.metric_id is null or not reached.is_covered then 'not_covered'
            when not reached.is_unbroken then 'months_missing'
        end as obstacle
    from years
    inner join countable
        on years.metric_id = countable.metric_id
    left join stated
        on
            years.organisation_id = stated.organisation_id
            and years.metric_id = stated.metric_id
            and years.year = stated.year
    left join staging.ledger_year as ledger
        on
            years.organisation_id = ledger.organisation_id
            and years.metric_id = ledger.metric_id
            and years.year = ledger.year
    left join reached
        on
            years.organisation_id = reached.organisation_id
            and years.metric_id = reached.metric_id
            and years.year = reached.year
    left join refused
        on years.organisation_id = refused.organisation_id and years.metric_id = refused.metric_id
    left join refused_by_kind
        on
            years.organisation_id = refused_by_kind.organisation_id
            and years.metric_id = refused_by_kind.metric_id
            and years.year = refused_by_kind.year
    left join staging.comparable_unit as comparable
        on stated.unit = comparable.unit and ledger.unit = comparable.other_unit
),

compared as (
    select
        *,
        if(obstacle is null, ledger_value - report_value, null) as difference,
        coalesce(report_lower, 0) <= ledger_upper and coalesce(report_upper, ledger_value) >= ledger_value as do_meet,
        case
            when report_value % 1000 = 0 then 500
            when report_value % 100 = 0 then 50
            when report_value % 10 = 0 then 5
            else 0
        end as rounded_by
    from held
)

select
    compared.organisation_id,
    compared.metric_id,
    compared.year,
    period_start,
    period_end,
    compared.report_value,
    compared.report_lower,
    compared.report_upper,
    report_qualifier,
    compared.report_unit,
    compared.ledger_value,
    compared.ledger_upper,
    compared.ledger_unit,
    difference,
    case when obstacle is not null then 'cannot_compare' when do_meet then 'agrees' else 'differs' end as state,
    case
        when obstacle is not null then obstacle
        when do_meet and difference = 0 and report_qualifier = 'exact' and compared.ledger_upper = compared.ledger_value
            then 'equal'
        when do_meet then 'within_bounds'
        when
            late > 0
            and compared.ledger_value + late
            between coalesce(compared.report_lower, 0) and coalesce(compared.report_upper, compared.ledger_value + late)
            then 'late_rows'
        when difference < 0 and doubled >= -difference then 'doubled_rows'
        when difference < 0 and undated >= -difference then 'undated_rows'
        when difference < 0 and refused >= -difference then 'refused_rows'
        when abs(difference) <= rounded_by then 'rounding'
        else 'unexplained'
    end as reason,
    coalesce(late, 0) as late,
    refused,
    doubled,
    undated,
    coalesce(missing, []) as missing,
    owner_id,
    report_observation_id,
    ledger_observation_id,
    settled.holds as settled,
    settled.settled_on,
    settled.role as settled_role,
    if(settled.holds = 'ledger', settled.report_value, null) as report_value_before
from compared
left join raw.differences as settled
    on
        compared.organisation_id = settled.organisation_id
        and compared.metric_id = settled.metric_id
        and compared.year = settled.year
        and compared.ledger_value is not distinct from settled.ledger_value
        and compared.ledger_upper is not distinct from settled.ledger_upper
        and compared.ledger_unit is not distinct from settled.ledger_unit
        and (
            (
                compared.report_value is not distinct from settled.report_value
                and compared.report_lower is not distinct from settled.report_lower
                and compared.report_upper is not distinct from settled.report_upper
                and compared.report_unit is not distinct from settled.report_unit
            )
            or (
                settled.holds = 'ledger'
                and compared.report_value is not distinct from settled.ledger_value
                and compared.report_lower is not distinct from settled.ledger_value
                and compared.report_upper is not distinct from settled.ledger_upper
                and compared.report_unit is not distinct from settled.ledger_unit
            )
        )
