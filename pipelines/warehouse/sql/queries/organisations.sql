-- The organisations that this edition knows a year of; those whose goals the catalogue follows come first.
select
    organisation.organisation_id,
    organisation.name_zh,
    organisation.name_en,
    organisation.full_name_zh,
    organisation.full_name_en,
    organisation.level
from catalogue.organisations as organisation
where
    organisation.organisation_id in (
        select coverage.organisation_id
        from marts.coverage as coverage
    )
order by
    organisation.organisation_id not in (
        select goal.organisation_id
        from catalogue.goals as goal
    ),
    organisation.organisation_id
