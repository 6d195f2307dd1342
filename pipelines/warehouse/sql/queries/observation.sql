-- One reading with its evidence and the document it stands in; none where a person typed it.
-- Grain: one row; none where the id is unknown.
select
    observation.*,
    document.title,
    document.publisher,
    document.source as document_source,
    document.published_on,
    document.extent,
    document.nature,
    document.sha256
from marts.observation as observation
left join marts.document as document
    on observation.document_id = document.document_id
where observation.observation_id = $observation_id
