-- Where an organisation stands in the catalogue: its level, its parent, and how many others of its level are beside it.
-- Grain: one row.  children: how many organisations are under it.
select
    organisation.organisation_id,
    organisation.level,
    organisation.name_zh,
    organisation.name_en,
    parent.organisation_id as parent_id,
    parent.name_zh as parent_zh,
    parent.name_en as parent_en,
    rule.least_peers,
    (
        select count(*)
        from catalogue.organisations as beside
        where
            beside.parent_id = organisation.parent_id
            and beside.level = organisation.level
            and beside.organisation_id <> organisation.organisation_id
    ) as beside,
    (
        select count(*)
        from catalogue.organisations as child
        where child.parent_id = organisation.organisation_id
    ) as children,
    (
        select any_value(child.level)
        from catalogue.organisations as child
        where child.parent_id = organisation.organisation_id
    ) as child_level
from catalogue.organisations as organisation
left join catalogue.organisations as parent
    on organisation.parent_id = parent.organisation_id
cross join catalogue.peer_rules as rule
where organisation.organisation_id = $organisation_id
