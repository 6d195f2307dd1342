-- marts.unmapped, narrowed to an organisation and a year where they are given.
select *
from marts.unmapped
where
    ($organisation_id is null or organisation_id = $organisation_id)
    and ($year is null or year = $year)
order by organisation_id, year, document_id, span_start
