-- A metric's year by part (community, kind, form, audience), as the ledgers count it; the largest first.
-- Grain: one row per dimension and member.
select
    dimension,
    member,
    any_value(member_zh) as member_zh,
    any_value(member_en) as member_en,
    sum(added) as value,
    sum(rows_counted) as rows_counted
from marts.metric_breakdown
where organisation_id = $organisation_id and metric_id = $metric_id and year(month) = $year
group by dimension, member
order by dimension, value desc, member
