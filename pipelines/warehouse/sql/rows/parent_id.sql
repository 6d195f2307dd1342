-- The parents under which the organisations whose rows are seen are compared.
-- Grain: one row per parent.
select distinct organisation.parent_id
from board.catalogue.organisations as organisation
inner join seen
    on organisation.organisation_id = seen.organisation_id
where organisation.parent_id is not null
