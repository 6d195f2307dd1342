-- Each observation's quote with its places in the repaired text and in the original, where the document is loaded.
-- Grain: one row per observation.
select
    observation.observation_id,
    observation.document_id,
    observation.quote,
    observation.span_start,
    observation.span_end,
    observation.original_start,
    observation.original_end
from marts.observation as observation
inner join marts.document as document
    on observation.document_id = document.document_id
where document.original is not null
order by observation.document_id, observation.span_start
