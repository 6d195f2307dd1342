-- A number's unit and reading, and whose document it stands in, whether a person mapped it or nobody did.
-- Grain: one row or none.
select
    quantity.unit,
    quantity.reading_hash,
    document.organisation_id
from staging.quantity as quantity
inner join raw.documents as document
    on quantity.document_id = document.document_id
where quantity.quantity_id = $quantity_id
