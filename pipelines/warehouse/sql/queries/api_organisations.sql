-- The organisations that an edition knows a year of, for programs.
-- Grain: one row per organisation.
select
    organisation.organisation_id,
    organisation.name_zh,
    organisation.name_en,
    organisation.full_name_zh,
    organisation.full_name_en,
    organisation.level,
    organisation.parent_id,
    organisation.code
from catalogue.organisations as organisation
where
    organisation.organisation_id in (
        select coverage.organisation_id
        from marts.coverage as coverage
    )
order by organisation.organisation_id
