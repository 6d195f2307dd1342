-- One difference of report and ledger, with the reading that the report's figure rests on.
-- Grain: one row, none where the two don't differ.
select
    reconciliation.*,
    observation.reading_hash
from marts.reconciliation as reconciliation
inner join marts.observation as observation
    on reconciliation.report_observation_id = observation.observation_id
where
    reconciliation.organisation_id = $organisation_id
    and reconciliation.metric_id = $metric_id
    and reconciliation.year = $year
    and reconciliation.state = 'differs'
