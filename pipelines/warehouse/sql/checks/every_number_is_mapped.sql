-- severity: warning
-- Every number with a counter belongs to a metric.
select
    concat_ws('/', organisation_id, cast(year as varchar), quote) as subject,
    sentence as found
from marts.unmapped
