-- The figures that people accepted or corrected between two editions: accepted or corrected now, and not before.
-- Grain: one row per organisation, metric and year.  The editions are attached as before and after.
select
    now.organisation_id,
    now.metric_id,
    now.year,
    metric.name_zh,
    metric.name_en,
    'accepted' as change,
    earlier.value as before_value,
    earlier.qualifier as before_qualifier,
    earlier.unit as before_unit,
    earlier.reporting_state as before_state,
    earlier.reason as before_reason,
    earlier.review_state as before_review,
    now.value as after_value,
    now.qualifier as after_qualifier,
    now.unit as after_unit,
    now.reporting_state as after_state,
    now.reason as after_reason,
    now.review_state as after_review,
    review.role,
    review.decided_at
from after.marts.metric_year as now
inner join after.catalogue.metrics as metric
    on now.metric_id = metric.metric_id
left join after.raw.reviews as review
    on now.observation_id = review.observation_id and now.review_state = review.state
left join before.marts.metric_year as earlier
    on
        now.organisation_id = earlier.organisation_id
        and now.metric_id = earlier.metric_id
        and now.year = earlier.year
where
    ($organisation_id is null or now.organisation_id = $organisation_id)
    and now.review_state in ('accepted', 'corrected')
    and coalesce(earlier.review_state, '') not in ('accepted', 'corrected')
order by now.year, metric.position
