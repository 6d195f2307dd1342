-- Periods and milestones that a key result has to keep, with what is recorded of each.
-- Grain: one row per key result of kind every_period or milestone, and day that it is due.
-- is_due: its day has passed; a month is due once the days of grace after its end are over.
-- is_met: what somebody recorded, else what a ledger that covers the whole month shows of a practice; null = neither.
with required as (
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
    required.key_result_id,
    required.due_on,
    required.due_on + required.grace < build.as_of as is_due,
    coalesce(record.is_met, shown.is_kept) as is_met
from required
cross join raw.build as build
inner join catalogue.key_results as key_result
    on required.key_result_id = key_result.key_result_id
inner join catalogue.goals as goal
    on key_result.goal_id = goal.goal_id
left join staging.milestone_record as record
    on required.key_result_id = record.key_result_id and required.due_on = record.due_on
left join marts.practice_month as shown
    on
        key_result.measure_kind = 'practice'
        and goal.organisation_id = shown.organisation_id
        and key_result.measure_id = shown.practice_id
        and required.due_on = last_day(shown.month)
