-- The original text of every document that speaks for its year.
select
    document_id,
    original
from marts.document
where superseded_by is null
