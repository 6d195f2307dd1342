-- What each year's document gives, with its title.
-- Grain: one row per organisation and year; title and published_on are null where the year has no document.
select
    coverage.*,
    document.title,
    document.published_on
from marts.coverage as coverage
left join marts.document as document
    on coverage.document_id = document.document_id
where $organisation_id is null or coverage.organisation_id = $organisation_id
order by coverage.organisation_id, coverage.year
