-- The organisations that this edition has a document of.
select distinct
    organisation.organisation_id,
    organisation.name_zh,
    organisation.name_en,
    organisation.full_name_zh,
    organisation.full_name_en,
    organisation.level
from catalogue.organisations as organisation
inner join marts.coverage as coverage
    on organisation.organisation_id = coverage.organisation_id
order by organisation.organisation_id
