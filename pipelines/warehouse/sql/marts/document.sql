-- Every document that was loaded, whether it speaks for its year or another one of its type does.
-- Grain: one row per document.  superseded_by: the document that speaks instead, or null.
select
    document.document_id,
    document.organisation_id,
    document.year,
    document.title,
    document.publisher,
    document.source,
    document.published_on,
    document.extent,
    document.nature,
    document.type,
    document.sha256,
    document.text,
    document.original,
    case when in_force.document_id <> document.document_id then in_force.document_id end as superseded_by
from raw.documents as document
inner join staging.source_in_force as in_force
    on
        document.organisation_id = in_force.organisation_id
        and document.year = in_force.year
        and document.type = in_force.type
