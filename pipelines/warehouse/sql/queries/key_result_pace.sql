-- The figure that is expected by each day that decides the pace: the start, the milestones, the due date.
-- Grain: one row per day of one key result that has a target.
-- share: the part of the way (0-100) that is due on that day; expected_lower, _upper: the figure, from both ends of the baseline.
-- is_step: milestones set the pace, so that nothing is expected between two of them.
with days as (
    select
        starts_on as day,
        cast(0 as decimal(6, 2)) as share
    from staging.key_result_case
    where key_result_id = $key_result_id
    union
    select
        due_on as day,
        share
    from catalogue.milestones
    where key_result_id = $key_result_id
    union
    select
        due as day,
        cast(100 as decimal(6, 2)) as share
    from staging.key_result_case
    where key_result_id = $key_result_id
)

select
    days.day,
    days.share,
    reading.kind = 'reach' and exists (
        select 1
        from catalogue.milestones as milestone
        where milestone.key_result_id = $key_result_id
    ) as is_step,
    cast(
        case
            when reading.kind in ('reach', 'reduce') and not (reading.kind = 'reach' and reading.is_cumulative)
                then reading.base_lower + (reading.target - reading.base_lower) * days.share / 100
            when reading.is_cumulative then reading.target * days.share / 100
            else reading.target
        end as double
    ) as expected_lower,
    cast(
        case
            when reading.kind in ('reach', 'reduce') and not (reading.kind = 'reach' and reading.is_cumulative)
                then reading.base_upper + (reading.target - reading.base_upper) * days.share / 100
            when reading.is_cumulative then reading.target * days.share / 100
            else reading.target
        end as double
    ) as expected_upper
from staging.key_result_case as reading
cross join days
where reading.key_result_id = $key_result_id and reading.target is not null and reading.kind not in ('every_period', 'milestone')
order by days.day, days.share
