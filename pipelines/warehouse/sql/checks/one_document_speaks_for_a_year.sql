-- severity: warning
-- Several documents of an organisation, year and type are alike in extent, nature and publishing date (or have none): which of
-- them speaks for the year is then settled by its id alone. Give their cards a publishing date.
select
    organisation_id || ' ' || year as subject,
    string_agg(document_id, ', ' order by document_id) as found,
    organisation_id
from raw.documents
group by organisation_id, year, type, extent, nature, published_on
having count(*) > 1
