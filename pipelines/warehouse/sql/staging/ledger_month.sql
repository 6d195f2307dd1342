-- The months that an organisation's ledgers speak for, metric by metric, and how far each month is covered.
-- Grain: one row per organisation, metric and month, from the first month that any of the metric's ledgers covers to the
-- last; a metric that several loaded ledgers count is covered where all of them cover the month.
-- covered_until: the last day covered in a row from the month's first; null where the month's first day isn't covered.
with spans as (
    select
        told.organisation_id,
        told.ledger_id,
        told.metric_id,
        loaded.covers_from,
        least(loaded.covers_until, build.as_of) as covers_until
    from raw.ledger_told as told
    inner join raw.ledger_loads as loaded
        on
            told.organisation_id = loaded.organisation_id
            and told.ledger_id = loaded.ledger_id
            and told.batch_id = loaded.batch_id
    cross join raw.build as build
    where loaded.covers_from <= build.as_of
),

ledger_months as (
    select
        organisation_id,
        ledger_id,
        metric_id,
        cast(
            unnest(
                generate_series(date_trunc('month', covers_from), date_trunc('month', covers_until), interval 1 month)
            ) as date
        ) as month,
        covers_from,
        covers_until
    from spans
),

ledger_covered as (
    select
        organisation_id,
        ledger_id,
        metric_id,
        month,
        max(least(covers_until, last_day(month))) filter (where covers_from <= month) as covered_until
    from ledger_months
    group by organisation_id, ledger_id, metric_id, month
),

counted as (
    select distinct
        organisation_id,
        ledger_id,
        metric_id
    from spans
),

bounds as (
    select
        counted.organisation_id,
        counted.metric_id,
        count(distinct counted.ledger_id) as ledgers,
        list(distinct counted.ledger_id order by counted.ledger_id) as ledger_ids,
        min(covered.month) as first_month,
        max(covered.month) as last_month
    from counted
    inner join ledger_covered as covered
        on
            counted.organisation_id = covered.organisation_id
            and counted.ledger_id = covered.ledger_id
            and counted.metric_id = covered.metric_id
    group by counted.organisation_id, counted.metric_id
),

months as (
    select
        bounds.*,
        cast(unnest(generate_series(first_month, last_month, interval 1 month)) as date) as month
    from bounds
)

select
    months.organisation_id,
    months.metric_id,
    months.month,
    any_value(months.ledger_ids) as ledger_ids,
    if(count(covered.covered_until) = any_value(months.ledgers), min(covered.covered_until), null) as covered_until
from months
inner join counted
    on months.organisation_id = counted.organisation_id and months.metric_id = counted.metric_id
left join ledger_covered as covered
    on
        counted.organisation_id = covered.organisation_id
        and counted.ledger_id = covered.ledger_id
        and counted.metric_id = covered.metric_id
        and months.month = covered.month
group by months.organisation_id, months.metric_id, months.month
