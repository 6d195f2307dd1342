-- The twelve months of a year for every practice that some ledger shows.
-- Grain: one row per practice and month of the year; is_kept null where nothing covers the month, or it isn't over.
select
    practice.practice_id,
    practice.name_zh,
    practice.name_en,
    cast(make_date(cast($year as integer), each.month_number, 1) as date) as month,
    shown.is_kept,
    coalesce(shown.rows_counted, 0) as rows_counted,
    shown.covered_until,
    shown.ledger_ids
from (
    select distinct practice_id
    from marts.practice_month
    where organisation_id = $organisation_id and year(month) = $year
) as seen
inner join catalogue.practices as practice
    on seen.practice_id = practice.practice_id
cross join unnest(range(1, 13)) as each (month_number)
left join marts.practice_month as shown
    on
        shown.organisation_id = $organisation_id
        and practice.practice_id = shown.practice_id
        and shown.month = make_date(cast($year as integer), each.month_number, 1)
order by practice.position, each.month_number
