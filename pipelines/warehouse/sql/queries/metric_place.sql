-- A metric's year by one column of its ledgers (community), by name.
-- Grain: one row per member that rows were counted for.
-- shade: 1–5 by the fifths of the members, equal values alike; 0 for rows that leave the column empty.
with members as (
    select
        member,
        any_value(member_zh) as member_zh,
        any_value(member_en) as member_en,
        sum(added) as value,
        sum(rows_counted) as rows_counted
    from marts.metric_breakdown
    where
        organisation_id = $organisation_id
        and metric_id = $metric_id
        and dimension = $dimension
        and year(month) = $year
    group by member
),

fifths as (
    select quantile_disc(value, [0.2, 0.4, 0.6, 0.8]) as ends
    from members
    where member <> ''
)

select
    members.*,
    if(members.member = '', 0, 1 + len(list_filter(fifths.ends, lambda each : each < members.value))) as shade
from members
cross join fifths
order by members.member = '', members.member
