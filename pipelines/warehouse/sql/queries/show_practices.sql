-- marts.practice_status, narrowed to an organisation and a year where they are given.
select *
from marts.practice_status
where
    ($organisation_id is null or organisation_id = $organisation_id)
    and ($year is null or year = $year)
order by organisation_id, year, practice_id
