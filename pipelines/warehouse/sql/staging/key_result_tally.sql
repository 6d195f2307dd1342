-- Periods and milestones that a key result has to keep, counted as of the build's date.
-- Grain: one row per key result of kind every_period or milestone.
-- required: all of them · due: those whose day has passed · done, missed: those recorded · unknown: due and unrecorded.
-- A month is due once the days of grace after its end are over.
with marks as (
    select
        key_result.key_result_id,
        last_day(cast(make_date(goal.target_year, month, 1) as date)) as due_on,
        cast(rule.value as integer) as grace
    from catalogue.key_results as key_result
    inner join catalogue.goals as goal
        on key_result.goal_id = goal.goal_id
    cross join unnest(range(1, 13)) as months (month)
    inner join catalogue.status_rules as rule
        on rule.rule = 'period_grace'
    where key_result.kind = 'every_period'
    union all
    select
        key_result.key_result_id,
        milestone.due_on,
        0 as grace
    from catalogue.key_results as key_result
    inner join catalogue.milestones as milestone
        on key_result.key_result_id = milestone.key_result_id
    where key_result.kind = 'milestone'
)

select
    marks.key_result_id,
    count(*) as required,
    count(*) filter (where marks.due_on + marks.grace < build.as_of) as due,
    count(*) filter (where record.is_met) as done,
    count(*) filter (where marks.due_on + marks.grace < build.as_of and not record.is_met) as missed,
    count(*) filter (where marks.due_on + marks.grace < build.as_of and record.is_met is null) as unknown
from marks
cross join raw.build as build
left join raw.marks as record
    on marks.key_result_id = record.key_result_id and marks.due_on = record.due_on
group by marks.key_result_id
