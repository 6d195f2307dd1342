-- How many kinds of ledger an organisation keeps here, and of how many a file was loaded since the month of the build began.
-- Grain: one row; none where no ledger was ever loaded.
select
    count(distinct loaded.ledger_id) as kept,
    count(distinct loaded.ledger_id) filter (where loaded.loaded_on >= date_trunc('month', build.as_of)) as updated
from raw.ledger_loads as loaded
cross join raw.build as build
where loaded.organisation_id = $organisation_id
having count(*) > 0
