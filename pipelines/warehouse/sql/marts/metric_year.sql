-- What is known of every metric in every year that the board has a document of, or that a document states.
-- Grain: one row per organisation, metric and year.
-- value, lower, upper: in the metric's unit; null bound = unbounded; all null where there is no value (see reason).
-- change_lower = lower − previous upper, change_upper = upper − previous lower; null where either bound is.
-- Windows and requirements are not compared with the year before.
with years as (
    select
        organisation_id,
        year,
        extent
    from staging.document_in_force
    union
    select
        fact.organisation_id,
        fact.year,
        'excerpt' as extent
    from staging.fact as fact
    left join staging.document_in_force as document
        on fact.organisation_id = document.organisation_id and fact.year = document.year
    where document.year is null
),

known as (
    select
        years.organisation_id,
        metric.metric_id,
        years.year,
        fact.value,
        fact.lower,
        fact.upper,
        fact.qualifier,
        coalesce(fact.unit, metric.units[1]) as unit,
        coalesce(fact.kind, metric.kind) as kind,
        fact.period_start,
        fact.period_end,
        fact.observation_id,
        case
            when fact.metric_id is not null and fact.value = 0 then 'zero'
            when fact.metric_id is not null then 'reported'
            when years.extent = 'whole' then 'not_reported'
            else 'not_captured'
        end as reporting_state,
        case
            when fact.metric_id is not null then fact.reason
            when years.extent = 'whole' then 'silent'
            else 'excerpt'
        end as absence_reason,
        case when fact.value is not null then 'report' end as source
    from years
    cross join catalogue.metrics as metric
    left join staging.fact as fact
        on
            years.organisation_id = fact.organisation_id
            and metric.metric_id = fact.metric_id
            and years.year = fact.year
),

compared as (
    select
        this_year.*,
        year_before.value as value_before,
        year_before.lower as lower_before,
        year_before.upper as upper_before,
        min(this_year.year) over (partition by this_year.organisation_id) as first_year,
        case
            when this_year.kind in ('window', 'standard') then this_year.kind
            when this_year.year = min(this_year.year) over (partition by this_year.organisation_id) then 'first_year'
            when year_before.value is null then 'previous_unknown'
            when year_before.unit <> this_year.unit then 'unit_changed'
        end as no_comparison
    from known as this_year
    left join known as year_before
        on
            this_year.organisation_id = year_before.organisation_id
            and this_year.metric_id = year_before.metric_id
            and this_year.year = year_before.year + 1
)

select
    organisation_id,
    metric_id,
    year,
    value,
    lower,
    upper,
    qualifier,
    unit,
    kind,
    period_start,
    period_end,
    source,
    case when value is not null then 'unreviewed' end as review_state,
    reporting_state,
    coalesce(absence_reason, no_comparison) as reason,
    case when no_comparison is null then value_before end as previous_value,
    case when no_comparison is null then lower - upper_before end as change_lower,
    case when no_comparison is null then upper - lower_before end as change_upper,
    coalesce(no_comparison = 'unit_changed', false) as is_break,
    false as is_restated,
    observation_id
from compared
