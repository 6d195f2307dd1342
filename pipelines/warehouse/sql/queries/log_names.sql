-- The names of what decisions are about.
-- Grain: one row per metric, organisation and kind of ledger.
select
    'metric' as thing,
    metric_id as id,
    name_zh,
    name_en
from catalogue.metrics
union all
select
    'organisation' as thing,
    organisation_id as id,
    name_zh,
    name_en
from catalogue.organisations
union all
select
    'ledger' as thing,
    ledger_id as id,
    name_zh,
    name_en
from catalogue.ledgers
