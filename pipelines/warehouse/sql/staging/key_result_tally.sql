-- Periods and milestones that a key result has to keep, counted as of the build's date.
-- Grain: one row per key result of kind every_period or milestone.
-- required: all of them · due: those whose day has passed · done, missed: those recorded · unknown: due and unrecorded.
select
    key_result_id,
    count(*) as required,
    count(*) filter (where is_due) as due,
    count(*) filter (where is_met) as done,
    count(*) filter (where is_due and not is_met) as missed,
    count(*) filter (where is_due and is_met is null) as unknown
from staging.key_result_mark
group by key_result_id
