-- One reading with its evidence and the document it stands in.
-- Grain: one row; none where the id is unknown.
select
    observation.*,
    document.title,
    document.publisher,
    document.source,
    document.published_on,
    document.extent,
    document.nature,
    document.sha256
from marts.observation as observation
inner join marts.document as document
    on observation.document_id = document.document_id
where observation.observation_id = $observation_id
