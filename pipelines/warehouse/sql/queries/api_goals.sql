-- The key results of each goal with how far they have come, for programs; of a goal without any, the goal alone.
-- Grain: one row per goal that a report states and key result of it.  A null bind value takes all.
select
    goal.organisation_id,
    goal.source_year,
    goal.target_year,
    goal.position,
    goal.goal_id,
    goal.name,
    goal.name_zh,
    goal.name_en,
    goal.document_id,
    goal.quote,
    goal.sentence,
    key_result.key_result_id,
    key_result.name_zh as key_result_zh,
    key_result.name_en as key_result_en,
    progress.target,
    progress.target_state,
    progress.baseline,
    progress.value,
    progress.lower,
    progress.upper,
    progress.qualifier,
    progress.unit,
    progress.expected,
    progress.status,
    progress.reason_code
from marts.goal as goal
left join catalogue.key_results as key_result
    on goal.goal_id = key_result.goal_id
left join marts.goal_progress as progress
    on
        key_result.key_result_id = progress.key_result_id
        and goal.organisation_id = progress.organisation_id
where
    ($organisation is null or goal.organisation_id = $organisation)
    and ($year is null or goal.source_year = $year)
order by goal.organisation_id, goal.source_year, goal.position, key_result.position
