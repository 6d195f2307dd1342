-- Every reading of a metric, parts and repeated years among them; those of drafts only where the draft is asked for.
-- Grain: one row per observation; title and nature are null where a person typed it.
select
    observation.*,
    document.title,
    document.nature
from marts.observation as observation
left join marts.document as document
    on observation.document_id = document.document_id
where
    (observation.document_type <> 'draft_report' or $document_id is not null)
    and ($organisation_id is null or observation.organisation_id = $organisation_id)
    and ($metric_id is null or observation.metric_id = $metric_id)
    and ($document_id is null or observation.document_id = $document_id)
order by observation.year, observation.document_id, observation.span_start
