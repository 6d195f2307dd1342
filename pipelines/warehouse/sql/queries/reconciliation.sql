-- marts.reconciliation with names; what differs first, then what can't be compared.
-- Grain: one row per organisation, metric and year.
select
    reconciliation.*,
    metric.name_zh,
    metric.name_en,
    metric.kind,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en
from marts.reconciliation as reconciliation
inner join catalogue.metrics as metric
    on reconciliation.metric_id = metric.metric_id
inner join catalogue.owners as owner
    on reconciliation.owner_id = owner.owner_id
where reconciliation.organisation_id = $organisation_id and reconciliation.year = $year
order by
    case reconciliation.state when 'differs' then 0 when 'agrees' then 1 else 2 end,
    case reconciliation.reason when 'no_ledger' then 1 when 'not_in_report' then 2 else 0 end,
    metric.position
