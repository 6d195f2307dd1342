-- The days of each year that rules set, with the role that acts.
-- Grain: one row per date.
select
    statutory.*,
    owner.name_zh as owner_zh,
    owner.name_en as owner_en
from catalogue.statutory_dates as statutory
inner join catalogue.owners as owner
    on statutory.owner_id = owner.owner_id
order by statutory.month, statutory.day
