-- Where a metric's years break: on a day, or because reports name another metric in its place, or it in another's.
-- Grain: one row per break, the earliest day first; other_id: the other metric of the two, with its names.
select
    broken.break_id,
    broken.day,
    broken.name_zh,
    broken.name_en,
    broken.basis_zh,
    broken.basis_en,
    other.metric_id as other_id,
    other.name_zh as other_zh,
    other.name_en as other_en
from catalogue.breaks as broken
left join catalogue.metrics as other
    on
        broken.replaced_by is not null
        and other.metric_id = if(broken.metric_id = $metric_id, broken.replaced_by, broken.metric_id)
where broken.metric_id = $metric_id or broken.replaced_by = $metric_id
order by broken.day, broken.break_id
