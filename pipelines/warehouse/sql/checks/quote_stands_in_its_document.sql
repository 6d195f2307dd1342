-- severity: error
-- The document holds the quote at the place that its evidence names.
select
    observation.observation_id as subject,
    concat('“', observation.quote, '” is not at ', cast(observation.span_start as varchar)) as found,
    observation.organisation_id
from marts.observation as observation
inner join marts.document as document
    on observation.document_id = document.document_id
where
    substring(document.text, cast(observation.span_start + 1 as bigint), observation.span_end - observation.span_start)
    <> observation.quote
