-- Every reading with its evidence, for programs.
-- Grain: one row per observation of what isn't a draft.  A null bind value takes all.
select
    observation.observation_id,
    observation.reading_hash,
    observation.organisation_id,
    observation.metric_id,
    observation.year,
    observation.scope,
    observation.value,
    observation.lower,
    observation.upper,
    observation.qualifier,
    observation.unit,
    observation.kind,
    observation.period_start,
    observation.period_end,
    observation.review_state,
    observation.document_id,
    observation.document_type,
    observation.document_year,
    document.title,
    document.published_on,
    observation.section,
    observation.quote,
    observation.sentence,
    observation.span_start,
    observation.span_end
from marts.observation as observation
left join marts.document as document
    on observation.document_id = document.document_id
where
    observation.document_type <> 'draft_report'
    and ($id is null or observation.observation_id = $id)
    and ($organisation is null or observation.organisation_id = $organisation)
    and ($metric is null or observation.metric_id = $metric)
    and ($year is null or observation.year = $year)
order by observation.organisation_id, observation.year, observation.document_id, observation.span_start, observation.observation_id
