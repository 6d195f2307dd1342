-- Numbers with a counter that no metric takes: kept, counted and shown.
-- Grain: one row per printed number of a document in force.
select
    document.organisation_id,
    document.year,
    unmapped.document_id,
    unmapped.quantity_id,
    unmapped.reading_hash,
    document.type as document_type,
    unmapped.value,
    unmapped.lower,
    unmapped.upper,
    unmapped.qualifier,
    unmapped.unit,
    unmapped.quote,
    unmapped.sentence,
    unmapped.section,
    unmapped.place,
    unmapped.span_start,
    unmapped.span_end,
    unmapped.sentence_start,
    unmapped.sentence_end,
    unmapped.flags
from staging.quantity as unmapped
inner join staging.source_in_force as document
    on unmapped.document_id = document.document_id
where unmapped.metric_id is null
