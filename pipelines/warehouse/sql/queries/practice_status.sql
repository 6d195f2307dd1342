-- practice_status with the catalogue's names beside it.
-- Grain: one row per organisation, practice and year.
select
    status.*,
    practice.name_zh,
    practice.name_en,
    practice.section as usual_section,
    practice.metric_ids
from marts.practice_status as status
inner join catalogue.practices as practice
    on status.practice_id = practice.practice_id
where status.organisation_id = $organisation_id and ($year is null or status.year = $year)
order by status.year, practice.position
