-- Observations that count: what the documents in force state, without drafts.
-- Grain: one row per observation.
select *
from staging.reading
where document_type <> 'draft_report'
