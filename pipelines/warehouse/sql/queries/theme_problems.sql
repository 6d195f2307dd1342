-- The problems whose goals have a key result that a theme measures: by a metric, a share, or a practice linked to one.
-- Grain: one row per problem.
select distinct problem.problem_id
from catalogue.problems as problem
cross join unnest(problem.goal_ids) as answered (goal_id)
inner join catalogue.key_results as key_result
    on answered.goal_id = key_result.goal_id
left join catalogue.derived as derived
    on key_result.measure_id = derived.metric_id
left join catalogue.practices as practice
    on key_result.measure_id = practice.practice_id
inner join catalogue.metrics as metric
    on
        metric.metric_id = key_result.measure_id
        or metric.metric_id = derived.numerator_id
        or metric.metric_id = derived.denominator_id
        or list_contains(practice.metric_ids, metric.metric_id)
where problem.organisation_id = $organisation_id and metric.theme_id = $theme_id
order by problem.problem_id
