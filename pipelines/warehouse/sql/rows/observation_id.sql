-- The readings of the organisations whose rows are seen.
-- Grain: one row per reading.
select observation.observation_id
from board.marts.observation as observation
inner join seen
    on observation.organisation_id = seen.organisation_id
