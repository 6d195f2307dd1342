-- Figures of which the report says another one than the ledgers, for some organisations in one year.
-- Grain: one row per organisation and metric.  Differences that somebody settled are left out.
select
    reconciliation.organisation_id,
    reconciliation.metric_id,
    reconciliation.report_value,
    reconciliation.report_lower,
    reconciliation.report_upper,
    reconciliation.report_qualifier,
    reconciliation.report_unit,
    reconciliation.report_observation_id,
    reconciliation.ledger_value,
    reconciliation.ledger_upper,
    reconciliation.ledger_unit
from marts.reconciliation as reconciliation
where
    reconciliation.state = 'differs'
    and reconciliation.settled is null
    and reconciliation.year = $year
    and list_contains($organisations, reconciliation.organisation_id)
    and list_contains($ids, reconciliation.metric_id)
