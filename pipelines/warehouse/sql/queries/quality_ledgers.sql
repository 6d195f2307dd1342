-- When each kind of ledger was loaded last, and how long ago that is on the edition's day.
-- Grain: one row per kind of ledger; loaded_on, covers_until and the days are null where none was ever loaded.
select
    ledger.ledger_id,
    ledger.name_zh,
    ledger.name_en,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en,
    max(loaded.loaded_on) as loaded_on,
    max(loaded.covers_until) as covers_until,
    build.as_of - max(loaded.loaded_on) as days_since,
    build.as_of - least(max(loaded.covers_until), build.as_of) as days_uncovered
from catalogue.ledgers as ledger
inner join catalogue.owners as owner
    on ledger.owner_id = owner.owner_id
cross join raw.build as build
left join raw.ledger_loads as loaded
    on ledger.ledger_id = loaded.ledger_id and loaded.organisation_id = $organisation_id
group by
    ledger.ledger_id,
    ledger.position,
    ledger.name_zh,
    ledger.name_en,
    owner.name_zh,
    owner.name_en,
    build.as_of
order by max(loaded.loaded_on) nulls first, ledger.position
