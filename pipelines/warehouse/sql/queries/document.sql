-- One document with its text.
select *
from marts.document
where document_id = $document_id
