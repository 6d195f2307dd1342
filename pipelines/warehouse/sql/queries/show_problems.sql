-- marts.problem_status, narrowed to an organisation and a year where they are given.
select *
from marts.problem_status
where
    ($organisation_id is null or organisation_id = $organisation_id)
    and ($year is null or year = $year)
order by organisation_id, year, problem_id
