-- The tasks that an edition knows, open and overdue ones first.
-- Grain: one row per task.
select
    task.*,
    coalesce(owner.name_zh, task.owner_id) as owner_zh,
    coalesce(owner.name_en, task.owner_id) as owner_en
from marts.task as task
left join catalogue.owners as owner
    on task.owner_id = owner.owner_id
where task.organisation_id = $organisation_id
order by task.state = 'closed', task.days_overdue is null, task.due_on, task.task_id
