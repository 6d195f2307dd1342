-- Each observation's quote with its places in the repaired text and in the original.
-- Grain: one row per observation.
select
    observation_id,
    document_id,
    quote,
    span_start,
    span_end,
    original_start,
    original_end
from marts.observation
order by document_id, span_start
