-- The figures that are named, as they were read and reviewed.
-- Grain: one row per id that is there.
-- quantity_id: of a number that a person gave to the metric.
select
    observation.observation_id,
    observation.reading_hash,
    observation.organisation_id,
    observation.document_id,
    observation.metric_id,
    observation.kind,
    observation.unit,
    (
        select any_value(quantity.quantity_id)
        from staging.quantity as quantity
        where
            quantity.document_id = observation.document_id
            and quantity.metric_id = observation.metric_id
            and quantity.span_start = observation.span_start
    ) as quantity_id
from marts.observation as observation
where list_contains($ids, observation.observation_id)
