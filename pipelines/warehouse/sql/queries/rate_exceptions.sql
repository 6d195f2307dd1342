-- The rows of a year that count for a share's denominator and not for its numerator: the late ones, the unchecked ones.
-- Grain: one row per row of a ledger, at most $most; the earliest first.
-- is_sure: the row certainly counts below the line and certainly not above it.
-- all_sure, all_unsure: how many there are, however few are listed.
select
    ledger.name_zh as ledger_zh,
    ledger.name_en as ledger_en,
    loaded.name as file,
    loaded.batch_id,
    loaded.original_deleted_on,
    held.sheet_name,
    held.row_number,
    held.row_key,
    due.counted_on,
    due.is_sure and kept.row_id is null as is_sure,
    count(*) filter (where due.is_sure and kept.row_id is null) over () as all_sure,
    count(*) filter (where not (due.is_sure and kept.row_id is null)) over () as all_unsure
from raw.ledger_marks as due
inner join catalogue.derived as derived
    on due.metric_id = derived.denominator_id and derived.metric_id = $measure_id
left join raw.ledger_marks as kept
    on
        due.organisation_id = kept.organisation_id
        and due.ledger_id = kept.ledger_id
        and due.row_id = kept.row_id
        and derived.numerator_id = kept.metric_id
inner join raw.ledger_rows as held
    on
        due.organisation_id = held.organisation_id
        and due.ledger_id = held.ledger_id
        and due.row_id = held.row_id
inner join raw.ledger_loads as loaded
    on
        held.organisation_id = loaded.organisation_id
        and held.home_ledger_id = loaded.ledger_id
        and held.batch_id = loaded.batch_id
inner join catalogue.ledgers as ledger
    on held.home_ledger_id = ledger.ledger_id
where
    due.organisation_id = $organisation_id
    and not held.is_late
    and due.counted_on between make_date($year, 1, 1) and make_date($year, 12, 31)
    and (kept.row_id is null or not kept.is_sure)
order by due.counted_on, ledger.position, held.batch_id, held.row_number
limit $most
