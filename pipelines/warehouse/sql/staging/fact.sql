-- The reading of a metric's whole (scope empty) for a year, where the documents agree on one.
-- Grain: one row per organisation, metric and year that any document in force states.
-- Value and bounds are null where the year's own report gives different values, or only parts.
-- A requirement (standard) never stands in for a result of a metric that has results.
with candidates as (
    select
        stated.*,
        -- the year's own report speaks before a later report that looks back
        row_number() over (
            partition by stated.organisation_id, stated.metric_id, stated.year
            order by stated.is_own_year desc, stated.observation_id
        ) as place
    from staging.stated as stated
    inner join catalogue.metrics as metric
        on stated.metric_id = metric.metric_id
    where stated.kind = metric.kind
),

wholes as (
    select
        candidate.*,
        row_number() over (
            partition by candidate.organisation_id, candidate.metric_id, candidate.year
            order by candidate.is_own_year desc, candidate.observation_id
        ) as whole_place
    from candidates as candidate
    where candidate.scope = ''
),

agreement as (
    select
        organisation_id,
        metric_id,
        year,
        count(distinct reading_hash) as readings
    from wholes
    where is_own_year
    group by organisation_id, metric_id, year
)

select
    candidate.organisation_id,
    candidate.metric_id,
    candidate.year,
    case when coalesce(agreement.readings, 1) = 1 then whole.value end as value,
    case when coalesce(agreement.readings, 1) = 1 then whole.lower end as lower,
    case when coalesce(agreement.readings, 1) = 1 then whole.upper end as upper,
    case when coalesce(agreement.readings, 1) = 1 then whole.qualifier end as qualifier,
    coalesce(whole.unit, candidate.unit) as unit,
    candidate.kind,
    coalesce(whole.period_start, candidate.period_start) as period_start,
    coalesce(whole.period_end, candidate.period_end) as period_end,
    case when coalesce(agreement.readings, 1) = 1 then whole.observation_id end as observation_id,
    case
        when whole.observation_id is null then 'only_parts'
        when agreement.readings > 1 then 'conflicting_values'
    end as reason
from candidates as candidate
left join wholes as whole
    on
        candidate.organisation_id = whole.organisation_id
        and candidate.metric_id = whole.metric_id
        and candidate.year = whole.year
        and whole.whole_place = 1
left join agreement
    on
        candidate.organisation_id = agreement.organisation_id
        and candidate.metric_id = agreement.metric_id
        and candidate.year = agreement.year
where candidate.place = 1
