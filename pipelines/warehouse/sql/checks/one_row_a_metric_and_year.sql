-- severity: error
-- Each organisation, metric and year has one row.
select
    concat_ws('/', organisation_id, metric_id, cast(year as varchar)) as subject,
    concat(cast(count(*) as varchar), ' rows') as found,
    organisation_id
from marts.metric_year
group by organisation_id, metric_id, year
having count(*) > 1
