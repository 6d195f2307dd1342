-- Where the way to each key result's target begins, of those whose baseline is a year's figure.
-- Grain: one row per key result.
select
    key_result_id,
    baseline
from marts.goal_progress
where baseline is not null
