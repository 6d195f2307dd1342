-- The subjects of decisions whose metric, organisation or ledger has a text in its name.
-- Grain: one row per subject: a figure's id, ORGANISATION/METRIC/YEAR, ORGANISATION/LEDGER.
with named as (
    select
        observation.observation_id as subject_id,
        metric.name_zh || ' ' || metric.name_en || ' ' || organisation.name_zh || ' ' || organisation.name_en as names
    from marts.observation as observation
    inner join catalogue.metrics as metric
        on observation.metric_id = metric.metric_id
    inner join catalogue.organisations as organisation
        on observation.organisation_id = organisation.organisation_id
    union all
    select
        compared.organisation_id || '/' || compared.metric_id || '/' || compared.year as subject_id,
        metric.name_zh || ' ' || metric.name_en || ' ' || organisation.name_zh || ' ' || organisation.name_en as names
    from marts.reconciliation as compared
    inner join catalogue.metrics as metric
        on compared.metric_id = metric.metric_id
    inner join catalogue.organisations as organisation
        on compared.organisation_id = organisation.organisation_id
    union all
    select
        loaded.organisation_id || '/' || loaded.ledger_id as subject_id,
        ledger.name_zh || ' ' || ledger.name_en || ' ' || organisation.name_zh || ' ' || organisation.name_en as names
    from raw.ledger_loads as loaded
    inner join catalogue.ledgers as ledger
        on loaded.ledger_id = ledger.ledger_id
    inner join catalogue.organisations as organisation
        on loaded.organisation_id = organisation.organisation_id
)

select distinct subject_id
from named
where contains(lower(names), lower($text))
