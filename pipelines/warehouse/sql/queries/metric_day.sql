-- A metric's rows of a year by the day that they count on, and the days that its ledgers speak for.
-- Grain: one row per day of the year.
-- is_covered: every ledger loaded that counts the metric covers the day, as staging.ledger_month has it for months; a day
-- that none covers has no count, unless rows of a ledger beside it fall on it (rows_counted is never 0 there).
-- shade: 1–5 by the fifths of the days that have rows, equal counts alike; 0 without rows.
-- is_off: a weekend or a holiday; is_holiday: a weekday off.
with days as (
    select cast(unnest(generate_series(make_date($year, 1, 1), make_date($year, 12, 31), interval 1 day)) as date) as day
),

spans as (
    select distinct
        told.ledger_id,
        loaded.covers_from,
        least(loaded.covers_until, build.as_of) as covers_until
    from raw.ledger_told as told
    inner join raw.ledger_loads as loaded
        on
            told.organisation_id = loaded.organisation_id
            and told.ledger_id = loaded.ledger_id
            and told.batch_id = loaded.batch_id
    cross join raw.build as build
    where told.organisation_id = $organisation_id and told.metric_id = $metric_id
),

covered as (
    select
        days.day,
        count(distinct spans.ledger_id) as ledgers
    from days
    inner join spans
        on days.day between spans.covers_from and spans.covers_until
    group by days.day
),

counted as (
    select
        mark.counted_on as day,
        count(*) filter (where mark.is_sure) as rows_counted,
        count(*) filter (where not mark.is_sure) as unsure
    from raw.ledger_marks as mark
    inner join raw.ledger_rows as held
        on
            mark.organisation_id = held.organisation_id
            and mark.ledger_id = held.ledger_id
            and mark.row_id = held.row_id
    where
        mark.organisation_id = $organisation_id
        and mark.metric_id = $metric_id
        and mark.counted_on between make_date($year, 1, 1) and make_date($year, 12, 31)
        and not held.is_late
    group by mark.counted_on
),

fifths as (
    select quantile_disc(rows_counted, [0.2, 0.4, 0.6, 0.8]) as ends
    from counted
    where rows_counted > 0
),

told as (
    select
        days.day,
        coalesce(covered.ledgers = (select count(distinct ledger_id) from spans), false) as is_covered,
        counted.rows_counted,
        coalesce(counted.unsure, 0) as unsure,
        odd.is_working
    from days
    left join covered
        on days.day = covered.day
    left join counted
        on days.day = counted.day
    left join catalogue.odd_days as odd
        on days.day = odd.day
)

select
    told.day,
    told.is_covered,
    if(told.is_covered, coalesce(told.rows_counted, 0), told.rows_counted) as rows_counted,
    told.unsure,
    if(
        coalesce(told.rows_counted, 0) = 0,
        0,
        1 + len(list_filter(fifths.ends, lambda each : each < told.rows_counted))
    ) as shade,
    coalesce(not told.is_working, isodow(told.day) >= 6) as is_off,
    coalesce(not told.is_working, false) as is_holiday
from told
cross join fifths
order by told.day
