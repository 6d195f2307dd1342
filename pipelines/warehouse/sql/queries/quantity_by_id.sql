-- A number's unit and reading, whether a person mapped it or nobody did.
-- Grain: one row or none.
select
    unit,
    reading_hash
from staging.quantity
where quantity_id = $quantity_id
