-- The goals that an organisation's reports set.
-- Grain: one row per printed goal.
select *
from marts.goal
where organisation_id = $organisation_id and ($source_year is null or source_year = $source_year)
order by source_year, position
