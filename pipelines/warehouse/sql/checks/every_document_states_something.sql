-- severity: warning
-- A document from which nothing was read may be the wrong file.
select
    document.document_id as subject,
    'no figure was read from it' as found,
    document.organisation_id
from marts.document as document
left join marts.observation as observation
    on document.document_id = observation.document_id
where document.superseded_by is null
group by document.document_id, document.organisation_id
having count(observation.observation_id) = 0
