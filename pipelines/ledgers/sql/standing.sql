-- What a month changes in a figure that is a state: rows that begin in it less those that end in it.
-- Grain: one row per month, lateness and part (dimension 0 = the whole).  Added up from the first month on it is the
-- number in force at a month's end: a row that ends on the last day isn't.
-- combinations: the lateness and the parts that rows share.
with changes as (
    select
        month,
        amount as change,
        combination,
        is_sure
    from picked
    where until_on is null or until_on > counted_on
    union all
    select
        cast(date_trunc('month', until_on) as date) as month,
        -amount as change,
        combination,
        is_sure
    from picked
    where until_on > counted_on
)

select
    month,
    is_late,
    case
        when grouping(part_1) = 0 then 1
        when grouping(part_2) = 0 then 2
        when grouping(part_3) = 0 then 3
        when grouping(part_4) = 0 then 4
        when grouping(part_5) = 0 then 5
        else 0
    end as dimension,
    coalesce(part_1, part_2, part_3, part_4, part_5, '') as member,
    coalesce(sum(change) filter (where is_sure), 0) as in_month,
    coalesce(sum(change) filter (where is_sure), 0) as added,
    count(*) filter (where is_sure and change > 0) as rows_counted,
    coalesce(sum(change) filter (where not is_sure), 0) as unsure
from changes
inner join combinations using (combination)
group by grouping sets (
    (month, is_late),
    (month, is_late, part_1),
    (month, is_late, part_2),
    (month, is_late, part_3),
    (month, is_late, part_4),
    (month, is_late, part_5)
)
