-- Every reading of a document in force with its evidence: what a figure opens.
-- Grain: one row per observation.
select
    observation.observation_id,
    observation.reading_hash,
    document.organisation_id,
    observation.metric_id,
    cast(year(observation.period_end) as integer) as year,
    observation.scope,
    observation.value,
    observation.lower,
    observation.upper,
    observation.qualifier,
    observation.unit,
    observation.kind,
    observation.period_start,
    observation.period_end,
    observation.document_id,
    document.type as document_type,
    document.year as document_year,
    observation.span_start,
    observation.span_end,
    observation.original_start,
    observation.original_end,
    observation.quote,
    observation.sentence,
    observation.sentence_start,
    observation.sentence_end,
    observation.section,
    observation.place,
    observation.confidence,
    observation.runner_up_id,
    observation.flags,
    'unreviewed' as review_state
from raw.observations as observation
inner join staging.source_in_force as document
    on observation.document_id = document.document_id
