-- duty_status of one year with the catalogue's names beside it, in the catalogue's order.
-- Grain: one row per duty.
select
    status.*,
    duty.name_zh,
    duty.name_en,
    duty.metric_ids
from marts.duty_status as status
inner join catalogue.duties as duty
    on status.duty_id = duty.duty_id
where status.organisation_id = $organisation_id and status.year = $year
order by duty.position
