-- severity: error
-- A value lies between its bounds.
select
    observation_id as subject,
    concat(cast(lower as varchar), ' ≤ ', cast(value as varchar), ' ≤ ', cast(upper as varchar), ' is false') as found,
    organisation_id
from marts.observation
where value < lower or value > upper
