-- Which months ledgers show a practice kept in: the twelve boxes of 每月.
-- Grain: one row per organisation, practice and month that any ledger of the practice covers from its first day.
-- is_kept: true where a row proves it; false where the whole month is covered and none does; null while it is open.
with covered as (
    select
        loaded.organisation_id,
        practice.practice_id,
        cast(
            unnest(
                generate_series(
                    date_trunc('month', loaded.covers_from),
                    date_trunc('month', least(loaded.covers_until, build.as_of)),
                    interval 1 month
                )
            ) as date
        ) as month,
        loaded.covers_from,
        least(loaded.covers_until, build.as_of) as covers_until
    from raw.ledger_loads as loaded
    inner join catalogue.ledger_practices as practice
        on loaded.ledger_id = practice.ledger_id
    cross join raw.build as build
    where loaded.covers_from <= build.as_of
),

months as (
    select
        organisation_id,
        practice_id,
        month,
        max(least(covers_until, last_day(month))) as covered_until
    from covered
    where covers_from <= month
    group by organisation_id, practice_id, month
),

kept as (
    select
        organisation_id,
        practice_id,
        month,
        sum(rows_counted) as rows_counted,
        list(distinct ledger_id order by ledger_id) as ledger_ids
    from raw.practice_months
    group by organisation_id, practice_id, month
)

select
    coalesce(months.organisation_id, kept.organisation_id) as organisation_id,
    coalesce(months.practice_id, kept.practice_id) as practice_id,
    coalesce(months.month, kept.month) as month,
    months.covered_until,
    coalesce(kept.rows_counted, 0) as rows_counted,
    coalesce(kept.ledger_ids, []) as ledger_ids,
    case
        when kept.rows_counted > 0 then true
        when months.covered_until = last_day(months.month) then false
    end as is_kept
from months
full join kept
    on
        months.organisation_id = kept.organisation_id
        and months.practice_id = kept.practice_id
        and months.month = kept.month
