-- The figures that are named, as they were read and reviewed.
-- Grain: one row per id that is there.
select
    observation_id,
    reading_hash,
    organisation_id,
    document_id,
    metric_id,
    kind,
    unit
from marts.observation
where list_contains($ids, observation_id)
