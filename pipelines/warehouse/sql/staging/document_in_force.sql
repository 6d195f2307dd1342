-- The yearly report that speaks for an organisation and year.
-- Grain: one row per organisation and year.
select
    document_id,
    organisation_id,
    year,
    extent,
    nature
from staging.source_in_force
where type = 'annual_report'
