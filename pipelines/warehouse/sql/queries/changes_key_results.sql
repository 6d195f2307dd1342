-- The key results that two editions judge or measure otherwise.
-- Grain: one row per organisation and key result.  Status alone doesn't tell: figure, target and due date count too.
select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.key_result_id, earlier.key_result_id) as key_result_id,
    coalesce(now.target_year, earlier.target_year) as year,
    coalesce(key_result.name_zh, old_key_result.name_zh) as name_zh,
    coalesce(key_result.name_en, old_key_result.name_en) as name_en,
    case
        when earlier.key_result_id is null then 'new'
        when now.key_result_id is null then 'missing'
        else 'changed'
    end as change,
    earlier.status as before_status,
    now.status as after_status
from before.marts.goal_progress as earlier
full join after.marts.goal_progress as now
    on earlier.organisation_id = now.organisation_id and earlier.key_result_id = now.key_result_id
left join after.catalogue.key_results as key_result
    on now.key_result_id = key_result.key_result_id
left join before.catalogue.key_results as old_key_result
    on earlier.key_result_id = old_key_result.key_result_id
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and (
        earlier.status is distinct from now.status
        or earlier.reason_code is distinct from now.reason_code
        or earlier.value is distinct from now.value
        or earlier.lower is distinct from now.lower
        or earlier.upper is distinct from now.upper
        or earlier.target is distinct from now.target
        or earlier.due is distinct from now.due
        or earlier.baseline is distinct from now.baseline
        or (earlier.value is not null and now.value is not null and earlier.unit is distinct from now.unit)
        or earlier.observed_to is distinct from now.observed_to
        or earlier.required_by_now is distinct from now.required_by_now
        or earlier.done is distinct from now.done
        or earlier.missed is distinct from now.missed
        or earlier.target_state is distinct from now.target_state
        or earlier.absence is distinct from now.absence
    )
order by coalesce(key_result.goal_id, old_key_result.goal_id), coalesce(key_result.position, old_key_result.position)
