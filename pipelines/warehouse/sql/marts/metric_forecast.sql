-- What a metric's next year is likely to be, or why nothing is said about it (docs/forecast.md).
-- Grain: one row per organisation and metric that has a value in any year.
-- A random walk with drift over the n yearly values of the run: the last value + h × the mean change, give or take
-- t × s × √(h + h² ÷ (n − 1)); s: the standard deviation of the changes; t: Student's quantile with n − 2 degrees of freedom.
-- year: the build's year, at most two years (h) after the last value and at least one.
-- lower, upper: 80 of 100 such intervals hold the figure; rounded outwards, to 0.1 for a rate and to whole numbers otherwise.
-- reason: why there is no interval; null where there is one.
with run as (
    select
        organisation_id,
        metric_id,
        arg_max(unit, year) as unit,
        any_value(kind) as kind,
        any_value(known_years) as known_years,
        any_value(has_new_unit) as has_new_unit,
        count(*) as points,
        min(year) as first_year,
        max(year) as last_year,
        cast(arg_max(value, year) as double) as last_value,
        cast(arg_max(value, year) - arg_min(value, year) as double) / nullif(count(*) - 1, 0) as drift,
        bool_and(is_exact) as is_exact,
        bool_and(is_whole) as is_whole,
        bool_or(is_restated) as is_restated
    from staging.yearly_run
    group by organisation_id, metric_id
),

changes as (
    select
        organisation_id,
        metric_id,
        value - lag(value) over (partition by organisation_id, metric_id order by year) as change
    from staging.yearly_run
),

spread as (
    select
        organisation_id,
        metric_id,
        stddev_samp(cast(change as double)) as deviation
    from changes
    group by organisation_id, metric_id
),

judged as (
    select
        run.*,
        spread.deviation,
        quantile.t,
        greatest(1, year(build.as_of) - run.last_year) as horizon,
        case
            when run.kind not in ('flow', 'stock', 'rate', 'money') then 'other_kind'
            when year(build.as_of) - run.last_year > 2 then 'too_old'
            when run.points < 3 and run.points = run.known_years then 'too_few'
            when run.points < 3 and run.has_new_unit then 'new_unit'
            when run.points < 3 then 'gap'
            when not run.is_exact then 'bounds'
            when run.is_restated then 'restated'
            when not run.is_whole then 'part_of_year'
            when spread.deviation = 0 then 'no_spread'
        end as reason
    from run
    inner join spread
        on run.organisation_id = spread.organisation_id and run.metric_id = spread.metric_id
    cross join raw.build as build
    -- the 0.9 quantile of Student's t by n - 2 degrees of freedom
    left join (values (1, 3.077684), (2, 1.885618), (3, 1.637744)) as quantile (freedom, t)
        on run.points - 2 = quantile.freedom
),

reckoned as (
    select
        *,
        last_value + horizon * drift as middle,
        t * deviation * sqrt(horizon + cast(horizon * horizon as double) / nullif(points - 1, 0)) as reach,
        if(kind = 'rate', 10, 1) as steps
    from judged
)

select
    organisation_id,
    metric_id,
    cast(last_year + horizon as integer) as year,
    case
        when reason is null
            then cast(least(if(kind = 'rate', 100, 1e15), greatest(0, floor((middle - reach) * steps) / steps)) as decimal(20, 4))
    end as lower,
    case
        when reason is null
            then cast(greatest(0, least(if(kind = 'rate', 100, 1e15), ceil((middle + reach) * steps) / steps)) as decimal(20, 4))
    end as upper,
    unit,
    kind,
    points,
    known_years,
    first_year,
    last_year,
    reason
from reckoned
