-- When each key result is judged: its year, the day that it starts, the day that it is due, and when the report is.
-- Grain: one row per key result.
-- first_year: the first year with a value, from which a baseline of `first_year` begins; null where there is none.
-- due: null where it hangs on a baseline that isn't known yet.
with dated as (
    select
        key_result.*,
        goal.organisation_id,
        goal.source_year,
        build.as_of,
        first_base.year as first_year,
        coalesce(if(key_result.baseline = 'first_year', first_base.year + 1, null), goal.target_year) as year,
        report.month as report_month,
        report.day as report_day
    from catalogue.key_results as key_result
    inner join catalogue.goals as goal
        on key_result.goal_id = goal.goal_id
    cross join raw.build as build
    inner join catalogue.statutory_dates as report
        on report.date_id = 'annual_report'
    left join (
        select
            organisation_id,
            measure_id,
            min(year) as year
        from staging.measure_year
        where value is not null
        group by organisation_id, measure_id
    ) as first_base
        on
            goal.organisation_id = first_base.organisation_id
            and key_result.measure_id = first_base.measure_id
            and goal.source_year <= first_base.year
)

select
    dated.*,
    make_date(dated.year, 1, 1) as starts_on,
    coalesce(dated.due_on, if(dated.first_year is null, null, make_date(dated.first_year + 1, 12, 31))) as due,
    make_date(dated.year + 1, dated.report_month, dated.report_day) as report_due
from dated
