-- Figures of documents whose file isn't loaded: their sentence is kept, and nothing stands behind it to be opened.
-- Grain: one row.
select count(*) as figures
from marts.observation as observation
inner join marts.document as document
    on observation.document_id = document.document_id
where document.original is null
