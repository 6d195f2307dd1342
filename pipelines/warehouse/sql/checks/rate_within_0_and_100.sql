-- severity: error
-- A rate lies within 0 and 100.
select
    observation_id as subject,
    concat(cast(value as varchar), ' %') as found,
    organisation_id
from marts.observation
where unit = '%' and (value < 0 or value > 100 or lower < 0 or upper > 100)
