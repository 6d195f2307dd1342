-- The original text of every document that speaks for its year and whose file is loaded.
select
    document_id,
    original
from marts.document
where superseded_by is null and original is not null
