-- What falls due in the days after the edition's date: dates set by rules, key results that aren't met, their milestones,
-- tasks and rectifications that aren't closed.
-- Grain: one row per date and thing, the nearest first.  $days: how many days ahead, both ends counted.
with span as (
    select
        as_of,
        as_of + cast($days as integer) as until
    from raw.build
),

dated as (
    select
        'statutory' as source,
        statutory.date_id as item_id,
        make_date(year(span.as_of) + years.later, statutory.month, statutory.day) as due_on,
        statutory.name_zh,
        statutory.name_en,
        statutory.basis_zh,
        statutory.basis_en,
        statutory.owner_id
    from catalogue.statutory_dates as statutory
    cross join span
    cross join (values (0), (1)) as years (later)
    union all by name
    select
        'key_result' as source,
        key_result.key_result_id as item_id,
        progress.due as due_on,
        key_result.name_zh,
        key_result.name_en,
        key_result.owner_id
    from marts.goal_progress as progress
    inner join catalogue.key_results as key_result
        on progress.key_result_id = key_result.key_result_id
    where progress.organisation_id = $organisation_id and progress.status <> 'achieved'
    union all by name
    select
        'milestone' as source,
        milestone.key_result_id as item_id,
        milestone.due_on,
        milestone.name_zh,
        milestone.name_en,
        key_result.owner_id
    from catalogue.milestones as milestone
    inner join catalogue.key_results as key_result
        on milestone.key_result_id = key_result.key_result_id
    inner join marts.goal_progress as progress
        on key_result.key_result_id = progress.key_result_id
    left join staging.milestone_record as record
        on milestone.key_result_id = record.key_result_id and milestone.due_on = record.due_on
    where
        progress.organisation_id = $organisation_id and progress.status <> 'achieved'
        and milestone.due_on is distinct from progress.due
        and record.is_met is distinct from true
    union all by name
    select
        'task' as source,
        task.task_id as item_id,
        task.due_on,
        task.what as name_zh,
        task.what as name_en,
        task.owner_id
    from marts.task as task
    where task.organisation_id = $organisation_id and task.state <> 'closed'
    union all by name
    select
        'rectification' as source,
        rectification.problem_id as item_id,
        rectification.due_on,
        rectification.name_zh,
        rectification.name_en,
        rectification.owner_id
    from marts.rectification as rectification
    left join marts.task as task
        on
            rectification.problem_id = task.about_id
            and rectification.organisation_id = task.organisation_id
            and rectification.due_on = task.due_on
            and task.state <> 'closed'
    where
        rectification.organisation_id = $organisation_id and rectification.status <> 'closed'
        and rectification.owner_id is not null and task.task_id is null
)

select
    dated.*,
    dated.due_on - span.as_of as days_left,
    coalesce(owner.name_zh, dated.owner_id) as owner_zh,
    coalesce(owner.name_en, dated.owner_id) as owner_en
from dated
cross join span
left join catalogue.owners as owner
    on dated.owner_id = owner.owner_id
where dated.due_on between span.as_of and span.until
order by dated.due_on, dated.source, dated.item_id
