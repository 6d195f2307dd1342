-- A year's figure as the ledgers count it, with its files.
-- Grain: one row or none.
select
    year.*,
    list_sort(
        (
            select list(distinct loaded.name)
            from raw.ledger_loads as loaded
            where
                loaded.organisation_id = year.organisation_id
                and list_contains(year.ledger_ids, loaded.ledger_id)
        )
    ) as files
from staging.ledger_year as year
where year.organisation_id = $organisation_id and year.metric_id = $metric_id and year.year = $year
