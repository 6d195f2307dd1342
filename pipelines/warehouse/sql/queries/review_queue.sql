-- The figures of documents in force in the order in which a person should look at them: doubtful readings first, then
-- large changes against the year before, then as the text goes.
-- Grain: one row per observation.  change_share: against the year before, where the two can be compared.
with changed as (
    select
        observation_id,
        (value - previous_value) / nullif(previous_value, 0) as change_share
    from marts.metric_year
    where previous_value is not null
)

select
    observation.observation_id,
    observation.reading_hash,
    observation.document_id,
    observation.document_type,
    observation.document_year,
    observation.metric_id,
    observation.confidence,
    observation.review_state,
    changed.change_share,
    metric.name_zh,
    metric.name_en
from marts.observation as observation
inner join catalogue.metrics as metric
    on observation.metric_id = metric.metric_id
left join changed
    on observation.observation_id = changed.observation_id
where observation.organisation_id = $organisation_id and observation.document_year = $year
order by
    case
        when observation.confidence < 0.8 then 0
        when abs(changed.change_share) >= 0.5 then 1
        else 2
    end,
    case when observation.confidence < 0.8 then observation.confidence end,
    abs(changed.change_share) desc nulls last,
    observation.document_id,
    observation.span_start,
    observation.observation_id
