-- 督办: what was given to an owner with a day, as it stood on the build's date.
-- Grain: one row per task.  state: assigned, answered, closed.
-- days_overdue: null unless its day has passed and nobody has answered; one that was sent back has no answer again.
select
    task.organisation_id,
    task.task_id,
    task.about_type,
    task.about_id,
    task.what,
    task.owner_id,
    task.assigned_on,
    task.due_on,
    if(task.answered_on <= build.as_of, task.answered_on, null) as answered_on,
    if(task.closed_on <= build.as_of, task.closed_on, null) as closed_on,
    case
        when task.closed_on <= build.as_of then 'closed'
        when task.answered_on <= build.as_of then 'answered'
        else 'assigned'
    end as state,
    case
        when
            task.due_on < build.as_of
            and coalesce(task.answered_on > build.as_of, true)
            and coalesce(task.closed_on > build.as_of, true)
            then build.as_of - task.due_on
    end as days_overdue,
    task.reference,
    task.materials,
    task.sequence
from raw.tasks as task
cross join raw.build as build
where task.assigned_on <= build.as_of
