-- The documents of the organisations whose rows are seen.
-- Grain: one row per document.
select document.document_id
from board.raw.documents as document
inner join seen
    on document.organisation_id = seen.organisation_id
