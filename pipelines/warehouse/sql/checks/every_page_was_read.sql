-- severity: warning
-- A document has no part that its reader left out: scanned pages without text, hidden sheets.
select
    document_id as subject,
    unnest(notes) as found,
    organisation_id
from raw.documents
