-- Counts of a period that changed since the year before by more than chance and custom explain (docs/quality.md): a
-- request to look at both figures, no judgement of either.
-- Grain: one row per organisation, metric and year whose change is sure to be that large.
-- Counts are small and skewed, so that no mean and deviation are taken of them.  Two counts a and b are held against each
-- other by the logarithm of their ratio: z = |ln((a + 0.5) ÷ (b + 0.5))| ÷ √(1 ÷ (a + 0.5) + 1 ÷ (b + 0.5) + 2 × custom²).
-- The first two parts are what chance does to two counts; custom is how far the work itself swings from year to year.
-- Of figures with bounds the two ends nearest to each other are taken: only what is sure is listed.
-- direction: up, down.  times: at least so many times as much, or as little; null where one of the ends is 0.
with rule (custom, z_from, least) as (
    values (0.2, 2.576, 10)
),

sure as (
    select
        metric.*,
        before.lower as previous_lower,
        before.upper as previous_upper,
        case when metric.change_lower > 0 then 'up' else 'down' end as direction
    from marts.metric_year as metric
    inner join marts.metric_year as before
        on
            metric.organisation_id = before.organisation_id
            and metric.metric_id = before.metric_id
            and metric.year = before.year + 1
    where
        metric.kind = 'flow'
        and metric.review_state <> 'rejected'
        and (metric.change_lower > 0 or metric.change_upper < 0)
),

nearest as (
    select
        *,
        cast(if(direction = 'up', lower, upper) as double) as this_end,
        cast(if(direction = 'up', previous_upper, previous_lower) as double) as other_end
    from sure
),

tested as (
    select
        nearest.*,
        abs(ln((this_end + 0.5) / (other_end + 0.5)))
        / sqrt(1 / (this_end + 0.5) + 1 / (other_end + 0.5) + 2 * cast(rule.custom as double) * cast(rule.custom as double))
            as z,
        rule.z_from,
        rule.least
    from nearest
    cross join rule
)

select
    tested.organisation_id,
    tested.metric_id,
    tested.year,
    tested.value,
    tested.lower,
    tested.upper,
    tested.qualifier,
    tested.unit,
    tested.previous_value,
    tested.previous_lower,
    tested.previous_upper,
    tested.change_lower,
    tested.change_upper,
    tested.direction,
    greatest(this_end, other_end) / nullif(least(this_end, other_end), 0) as times,
    tested.z,
    tested.source,
    metric.owner_id,
    tested.observation_id
from tested
inner join catalogue.metrics as metric
    on tested.metric_id = metric.metric_id
where tested.z >= tested.z_from and abs(this_end - other_end) >= tested.least
