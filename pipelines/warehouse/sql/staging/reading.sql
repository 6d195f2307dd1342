-- What the documents in force state, drafts among them, each with the year it belongs to; without what was rejected.
-- Grain: one row per observation.  A window belongs to its end year.
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
    observation.review_state,
    observation.document_id,
    document.type as document_type,
    document.year as document_year,
    cast(year(observation.period_end) as integer) = document.year as is_own_year
from staging.reviewed as observation
inner join staging.source_in_force as document
    on observation.document_id = document.document_id
where observation.review_state <> 'rejected'
