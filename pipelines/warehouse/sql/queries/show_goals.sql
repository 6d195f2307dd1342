-- marts.goal, narrowed to an organisation and a year where they are given.
select *
from marts.goal
where
    ($organisation_id is null or organisation_id = $organisation_id)
    and ($year is null or source_year = $year)
order by organisation_id, source_year, position
