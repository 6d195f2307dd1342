-- The periods or milestones that a key result has to keep, each with what is recorded.
-- Grain: one row per day it is due.  is_met is null where nothing is recorded.
select
    due_on,
    is_due,
    is_met
from staging.key_result_mark
where key_result_id = $key_result_id
order by due_on
