-- The names of what decisions are about.
-- Grain: one row per metric, organisation, kind of ledger, key result, practice, problem, task and office.
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
union all
select
    'key_result' as thing,
    key_result_id as id,
    name_zh,
    name_en
from catalogue.key_results
union all
select
    'practice' as thing,
    practice_id as id,
    name_zh,
    name_en
from catalogue.practices
union all
select
    'problem' as thing,
    problem_id as id,
    name_zh,
    name_en
from marts.rectification
union all
select
    'owner' as thing,
    owner_id as id,
    name_zh,
    name_en
from catalogue.owners
union all
select
    'task' as thing,
    task_id as id,
    what as name_zh,
    what as name_en
from marts.task
