-- The key results of the organisations whose rows are seen.
-- Grain: one row per key result.
select key_result.key_result_id
from board.catalogue.key_results as key_result
inner join board.catalogue.goals as goal
    on key_result.goal_id = goal.goal_id
inner join seen
    on goal.organisation_id = seen.organisation_id
