-- marts.signing with names and each document's sentence; what differs first.
-- Grain: one row per metric and source.
select
    signing.*,
    metric.name_zh,
    metric.name_en,
    metric.kind,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en,
    observation.quote,
    observation.sentence,
    observation.sentence_start,
    observation.sentence_end,
    observation.span_start,
    observation.span_end,
    observation.place,
    document.title
from marts.signing as signing
inner join catalogue.metrics as metric
    on signing.metric_id = metric.metric_id
inner join catalogue.owners as owner
    on signing.owner_id = owner.owner_id
left join marts.observation as observation
    on signing.observation_id = observation.observation_id
left join marts.document as document
    on signing.document_id = document.document_id
where signing.organisation_id = $organisation_id and signing.year = $year
order by
    case signing.state when 'differs' then 0 when 'cannot_compare' then 1 when 'agrees' then 2 else 3 end,
    metric.position,
    case signing.source when 'ledger' then 2 when 'enforcement_data' then 3 when 'disclosure_report' then 4 else 1 end
