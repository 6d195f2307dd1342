-- What is worked out from a metric: shares that it is a part of, with both parts' names.
-- Grain: one row per derived metric; value and bounds are null where reason isn't.
select
    derived.metric_id,
    derived.name_zh,
    derived.name_en,
    part.name_zh as numerator_zh,
    part.name_en as numerator_en,
    whole.name_zh as denominator_zh,
    whole.name_en as denominator_en,
    result.value,
    result.lower,
    result.upper,
    result.qualifier,
    result.unit,
    result.reason
from catalogue.derived as derived
inner join catalogue.metrics as part
    on derived.numerator_id = part.metric_id
inner join catalogue.metrics as whole
    on derived.denominator_id = whole.metric_id
inner join marts.derived_year as result
    on derived.metric_id = result.metric_id and result.organisation_id = $organisation_id and result.year = $year
where $metric_id in (derived.numerator_id, derived.denominator_id)
order by derived.metric_id
