-- marts.goal_progress, narrowed to an organisation and a target year where they are given.
select *
from marts.goal_progress
where
    ($organisation_id is null or organisation_id = $organisation_id)
    and ($year is null or target_year = $year)
order by organisation_id, key_result_id
