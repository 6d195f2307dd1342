-- severity: warning
-- Every number with a counter of a yearly report belongs to a metric.  Forms of the state have cells that no metric takes.
select
    concat_ws('/', organisation_id, cast(year as varchar), quote) as subject,
    sentence as found,
    organisation_id
from marts.unmapped
where document_type = 'annual_report'
