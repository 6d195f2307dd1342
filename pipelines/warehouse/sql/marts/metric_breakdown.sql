-- What the ledgers count of a metric month by month, parted by community, kind, form, audience and such.
-- Grain: one row per organisation, metric, month, dimension and member that rows were counted for.
-- member: a choice's id, or the text as it stands; empty where a row leaves it out.
select
    added.organisation_id,
    added.ledger_id,
    added.metric_id,
    added.month,
    added.dimension,
    added.member,
    coalesce(name.name_zh, added.member) as member_zh,
    coalesce(name.name_en, added.member) as member_en,
    cast(added.in_month as decimal(20, 4)) as value,
    cast(added.added as decimal(20, 4)) as added,
    added.rows_counted
from raw.ledger_added as added
left join catalogue.ledger_members as name
    on
        added.ledger_id = name.ledger_id
        and added.dimension = name.dimension
        and added.member = name.member
where added.dimension <> '' and not added.is_late and added.rows_counted > 0
