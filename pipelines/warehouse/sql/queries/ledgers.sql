-- Every kind of ledger, with what an organisation has loaded of it.
-- Grain: one row per kind of ledger.
select
    ledger.ledger_id,
    ledger.name_zh,
    ledger.name_en,
    ledger.purpose_zh,
    ledger.purpose_en,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en,
    count(loaded.batch_id) as files,
    max(loaded.loaded_on) as loaded_on,
    min(loaded.covers_from) as covers_from,
    max(loaded.covers_until) as covers_until,
    coalesce(any_value(held.rows), 0) as rows,
    coalesce(any_value(held.late), 0) as late
from catalogue.ledgers as ledger
inner join catalogue.owners as owner
    on ledger.owner_id = owner.owner_id
left join raw.ledger_loads as loaded
    on ledger.ledger_id = loaded.ledger_id and loaded.organisation_id = $organisation_id
left join (
    select
        ledger_id,
        count(*) filter (where not is_late) as rows,
        count(*) filter (where is_late) as late
    from raw.ledger_rows
    where organisation_id = $organisation_id and ledger_id = home_ledger_id
    group by ledger_id
) as held
    on ledger.ledger_id = held.ledger_id
group by
    ledger.ledger_id,
    ledger.position,
    ledger.name_zh,
    ledger.name_en,
    ledger.purpose_zh,
    ledger.purpose_en,
    owner.name_zh,
    owner.name_en
order by ledger.position
