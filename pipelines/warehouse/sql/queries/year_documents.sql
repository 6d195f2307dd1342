-- The document of each type that speaks for a year.
-- Grain: one row per type.
select
    document_id,
    type,
    title,
    published_on
from marts.document
where organisation_id = $organisation_id and year = $year and superseded_by is null
order by type
