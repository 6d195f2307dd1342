-- Every organisation that the edition's catalogue lists.
-- Grain: one row per organisation.
select organisation_id
from catalogue.organisations
order by organisation_id
