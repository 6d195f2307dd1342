-- Whose figures and numbers the named ids are.
-- Grain: one row per id that is there.
select
    observation_id as id,
    organisation_id,
    metric_id,
    year
from marts.observation
where list_contains($ids, observation_id)
union all
select
    quantity.quantity_id as id,
    document.organisation_id,
    cast(null as varchar) as metric_id,
    document.year
from staging.quantity as quantity
inner join raw.documents as document
    on quantity.document_id = document.document_id
where
    list_contains($ids, quantity.quantity_id)
    and quantity.quantity_id not in (
        select observation.observation_id
        from marts.observation as observation
    )
