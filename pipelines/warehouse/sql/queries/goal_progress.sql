-- goal_progress with everything that a sentence or a card says beside it.
-- Grain: one row per key result, in the goals' order.  A null bind value takes all.
with missing as (
    select
        progress.key_result_id,
        list(metric.metric_id order by lacking.place) as metric_ids,
        list(metric.name_zh order by lacking.place) as names_zh,
        list(metric.name_en order by lacking.place) as names_en,
        list(distinct owner.name_zh order by owner.name_zh) as owners_zh,
        list(distinct owner.name_en order by owner.name_en) as owners_en
    from marts.goal_progress as progress
    cross join unnest(progress.missing) with ordinality as lacking (metric_id, place)
    inner join catalogue.metrics as metric
        on lacking.metric_id = metric.metric_id
    inner join catalogue.owners as owner
        on metric.owner_id = owner.owner_id
    group by progress.key_result_id
),

milestones as (
    select
        key_result_id,
        list(
            {'due_on': due_on, 'share': share, 'name_zh': name_zh, 'name_en': name_en} order by due_on
        ) as milestones
    from catalogue.milestones
    group by key_result_id
)

select
    progress.* exclude (missing),
    goal.goal_id,
    goal.name_zh as goal_zh,
    goal.name_en as goal_en,
    goal.source_year,
    key_result.name_zh,
    key_result.name_en,
    key_result.measure_kind,
    key_result.measure_id,
    coalesce(measured.name_zh, derived.name_zh, practice.name_zh) as measure_zh,
    coalesce(measured.name_en, derived.name_en, practice.name_en) as measure_en,
    key_result.target_reason_zh,
    key_result.target_reason_en,
    judged.change_percent,
    key_result.frequency,
    key_result.owner_id,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en,
    coalesce(missing.metric_ids, []) as missing,
    coalesce(missing.names_zh, []) as missing_zh,
    coalesce(missing.names_en, []) as missing_en,
    coalesce(missing.owners_zh, []) as suppliers_zh,
    coalesce(missing.owners_en, []) as suppliers_en,
    coalesce(milestones.milestones, []) as milestones,
    derived.definition_zh,
    derived.definition_en,
    numerator.name_zh as numerator_zh,
    numerator.name_en as numerator_en,
    denominator.name_zh as denominator_zh,
    denominator.name_en as denominator_en,
    derived.numerator_id,
    derived.denominator_id
from marts.goal_progress as progress
inner join catalogue.key_results as key_result
    on progress.key_result_id = key_result.key_result_id
inner join catalogue.goals as goal
    on key_result.goal_id = goal.goal_id
inner join staging.key_result_target as judged
    on progress.key_result_id = judged.key_result_id
inner join catalogue.owners as owner
    on key_result.owner_id = owner.owner_id
left join missing
    on progress.key_result_id = missing.key_result_id
left join milestones
    on progress.key_result_id = milestones.key_result_id
left join catalogue.derived as derived
    on key_result.measure_id = derived.metric_id
left join catalogue.metrics as measured
    on key_result.measure_id = measured.metric_id
left join catalogue.practices as practice
    on key_result.measure_id = practice.practice_id
left join catalogue.metrics as numerator
    on derived.numerator_id = numerator.metric_id
left join catalogue.metrics as denominator
    on derived.denominator_id = denominator.metric_id
where
    ($organisation_id is null or progress.organisation_id = $organisation_id)
    and ($target_year is null or progress.target_year = $target_year)
order by progress.organisation_id, progress.target_year, goal.position, key_result.position
