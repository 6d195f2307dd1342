-- The latest run of consecutive years of a metric that nothing breaks, at most five: what a forecast may be made from.
-- Grain: one row per organisation, metric and year of the run.
-- known_years: how many years have a value at all.  has_new_unit: the year before the run has a value in another unit, or of another thing.
-- is_whole: the value covers its whole year (or is the state at a date).
with known as (
    select
        organisation_id,
        metric_id,
        year,
        value,
        qualifier in ('exact', 'implied') as is_exact,
        unit,
        kind,
        is_restated,
        kind = 'stock'
        or (period_start = make_date(year, 1, 1) and period_end = make_date(year, 12, 31)) as is_whole,
        year - row_number() over (partition by organisation_id, metric_id order by year) as island,
        sum(cast(is_break as integer)) over (
            partition by organisation_id, metric_id
            order by year
        ) as era
    from marts.metric_year
    where value is not null
),

placed as (
    select
        *,
        count(*) over (partition by organisation_id, metric_id) as known_years,
        island = last_value(island) over everything and era = last_value(era) over everything as is_latest,
        row_number() over (partition by organisation_id, metric_id order by year desc) as place
    from known
    window everything as (
        partition by organisation_id, metric_id
        order by year
        rows between unbounded preceding and unbounded following
    )
),

runs as (
    select
        *,
        max(if(is_latest, null, year)) over (partition by organisation_id, metric_id)
        = min(if(is_latest, year, null)) over (partition by organisation_id, metric_id) - 1 as has_new_unit
    from placed
)

select * exclude (island, era, is_latest, place) replace (coalesce(has_new_unit, false) as has_new_unit)
from runs
where is_latest and place <= 5
