-- The tasks that an edition knows, open and overdue ones first.
-- Grain: one row per task.
select
    task.*,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en
from marts.task as task
inner join catalogue.owners as owner
    on task.owner_id = owner.owner_id
where task.organisation_id = $organisation_id
order by task.state = 'closed', task.due_on, task.task_id
