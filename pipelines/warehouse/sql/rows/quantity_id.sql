-- The numbers without a metric in the documents of the organisations whose rows are seen.
-- Grain: one row per number.
select quantity.quantity_id
from board.staging.quantity as quantity
inner join board.raw.documents as document
    on quantity.document_id = document.document_id
inner join seen
    on document.organisation_id = seen.organisation_id
