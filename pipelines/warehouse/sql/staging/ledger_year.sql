-- A year's figure as the ledgers count it.
-- Grain: one row per organisation, metric and year that any month is covered of.
-- Exact where every month from January on is covered; else at least what was counted.  period_end: the last day covered.
-- missing: the months of the year before that day which no ledger covers, as 1–12.
with last_covered as (
    select
        *,
        row_number() over (partition by organisation_id, metric_id, year(month) order by month desc) as place
    from marts.metric_month
    where is_covered
),

missing as (
    select
        latest.organisation_id,
        latest.metric_id,
        latest.month,
        list(each.month_number order by each.month_number) filter (where other.month is null) as months
    from last_covered as latest
    cross join unnest(range(1, 13)) as each (month_number)
    left join marts.metric_month as other
        on
            latest.organisation_id = other.organisation_id
            and latest.metric_id = other.metric_id
            and other.month = make_date(year(latest.month), each.month_number, 1)
            and other.is_covered
    where latest.place = 1 and each.month_number <= month(latest.month)
    group by latest.organisation_id, latest.metric_id, latest.month
),

late as (
    select
        organisation_id,
        metric_id,
        year(month) as year,
        sum(late) as late,
        sum(rows_counted) as rows_counted
    from marts.metric_month
    group by organisation_id, metric_id, year(month)
)

select
    latest.organisation_id,
    latest.metric_id,
    cast(year(latest.month) as integer) as year,
    latest.to_date as value,
    latest.to_date as lower,
    case when latest.is_state or len(coalesce(missing.months, [])) = 0 then latest.to_date_upper end as upper,
    case
        when latest.to_date = latest.to_date_upper and (latest.is_state or len(coalesce(missing.months, [])) = 0)
            then 'exact'
        else 'at_least'
    end as qualifier,
    latest.unit,
    latest.kind,
    if(latest.kind = 'stock', latest.covered_until, make_date(year(latest.month), 1, 1)) as period_start,
    latest.covered_until as period_end,
    if(latest.is_state, [], coalesce(missing.months, [])) as missing,
    late.late,
    late.rows_counted,
    latest.ledger_ids,
    'ledger:' || latest.organisation_id || ':' || latest.metric_id || ':' || year(latest.month) as observation_id
from last_covered as latest
inner join missing
    on
        latest.organisation_id = missing.organisation_id
        and latest.metric_id = missing.metric_id
        and latest.month = missing.month
inner join late
    on
        latest.organisation_id = late.organisation_id
        and latest.metric_id = late.metric_id
        and year(latest.month) = late.year
where latest.place = 1
