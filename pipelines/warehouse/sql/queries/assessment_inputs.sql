-- What the rules of a rubric are fed with, for some organisations in one year.
-- Grain: one row per organisation and source (kind and id) that the edition knows anything of.
-- value, lower, upper: as figures have them.  A practice is 1 where it is kept, 0 where it lapsed, from 0 to 1 where a
-- report only states it.  A day is its number in the calendar, 1 for 0001-01-01.
with asked as (
    select unnest($organisations) as organisation_id
),

figures as (
    select
        figure.organisation_id,
        'metric' as kind,
        figure.metric_id as id,
        figure.value,
        figure.lower,
        figure.upper,
        coalesce(figure.reason, figure.reporting_state) as reason,
        figure.reporting_state <> 'not_applicable' as is_applicable,
        figure.unit,
        figure.qualifier,
        figure.source as origin,
        figure.observation_id as ref
    from marts.metric_year as figure
    semi join asked on figure.organisation_id = asked.organisation_id
    where figure.year = $year and list_contains($ids, figure.metric_id)
),

rates as (
    select
        rate.organisation_id,
        'derived' as kind,
        rate.metric_id as id,
        rate.value,
        rate.lower,
        rate.upper,
        rate.reason,
        coalesce(rate.reason, '') <> 'nothing_due' as is_applicable,
        rate.unit,
        rate.qualifier,
        'derived' as origin,
        array_to_string(rate.observation_ids, ' ') as ref
    from marts.derived_year as rate
    semi join asked on rate.organisation_id = asked.organisation_id
    where rate.year = $year and list_contains($ids, rate.metric_id)
),

practices as (
    select
        practice.organisation_id,
        'practice' as kind,
        practice.practice_id as id,
        case practice.status when 'evidenced' then 1 when 'lapsed' then 0 end as value,
        case practice.status when 'evidenced' then 1 when 'lapsed' then 0 when 'stated' then 0 end as lower,
        case practice.status when 'evidenced' then 1 when 'lapsed' then 0 when 'stated' then 1 end as upper,
        practice.status as reason,
        true as is_applicable,
        '' as unit,
        case when practice.status = 'stated' then 'about' else 'exact' end as qualifier,
        coalesce(practice.evidence, 'report') as origin,
        '' as ref
    from marts.practice_status as practice
    semi join asked on practice.organisation_id = asked.organisation_id
    where practice.year = $year and list_contains($ids, practice.practice_id)
),

published as (
    select
        document.organisation_id,
        'report_published' as kind,
        '' as id,
        min(date_diff('day', date '0001-01-01', document.published_on) + 1) as value,
        min(date_diff('day', date '0001-01-01', document.published_on) + 1) as lower,
        min(date_diff('day', date '0001-01-01', document.published_on) + 1) as upper,
        'no_day' as reason,
        true as is_applicable,
        'day' as unit,
        'exact' as qualifier,
        'report' as origin,
        min_by(document.document_id, document.published_on) as ref
    from marts.document as document
    semi join asked on document.organisation_id = asked.organisation_id
    where document.year = $year and document.type = 'annual_report'
    group by document.organisation_id
)

select
    organisation_id,
    kind,
    id,
    cast(value as decimal(20, 4)) as value,
    cast(lower as decimal(20, 4)) as lower,
    cast(upper as decimal(20, 4)) as upper,
    case when lower is null and upper is null and value is null then reason end as reason,
    is_applicable,
    unit,
    qualifier,
    origin,
    ref
from (
    select * from figures
    union all by name
    select * from rates
    union all by name
    select * from practices
    union all by name
    select * from published
)
