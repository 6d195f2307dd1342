-- The goals of the organisations whose rows are seen.
-- Grain: one row per goal.
select goal.goal_id
from board.catalogue.goals as goal
inner join seen
    on goal.organisation_id = seen.organisation_id
