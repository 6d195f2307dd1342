-- The rows behind a ledger's figure of a year: which file, sheet and row each stands in; the earliest first.
-- Grain: one row per counted row, at most $most.
select
    ledger.name_zh as ledger_zh,
    ledger.name_en as ledger_en,
    loaded.name as file,
    loaded.batch_id,
    loaded.loaded_on,
    loaded.original_deleted_on,
    held.sheet_name,
    held.row_number,
    held.row_key,
    mark.counted_on,
    mark.is_sure
from raw.ledger_marks as mark
inner join raw.ledger_rows as held
    on
        mark.organisation_id = held.organisation_id
        and mark.ledger_id = held.ledger_id
        and mark.row_id = held.row_id
inner join raw.ledger_loads as loaded
    on
        held.organisation_id = loaded.organisation_id
        and held.home_ledger_id = loaded.ledger_id
        and held.batch_id = loaded.batch_id
inner join catalogue.ledgers as ledger
    on held.home_ledger_id = ledger.ledger_id
where
    mark.organisation_id = $organisation_id
    and mark.metric_id = $metric_id
    and not held.is_late
    and mark.counted_on between $first and $last
order by mark.counted_on, held.batch_id, held.row_number
limit $most
