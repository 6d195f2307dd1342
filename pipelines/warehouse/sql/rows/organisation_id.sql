-- The organisations whose rows are seen.
-- Grain: one row per organisation.
select organisation_id
from seen
