-- What a month's rows add to a figure that is a number of rows or a sum, whole and by up to five parts.
-- Grain: one row per month, lateness and part (dimension 0 = the whole).
-- combinations: the lateness and the parts that rows share; rows are added up by its number before texts are looked at.
-- unsure: rows of which the conditions can't tell whether they count.
with packed as (
    select
        month,
        combination,
        is_sure,
        sum(amount) as amount,
        count(*) as number_of_rows
    from picked
    group by month, combination, is_sure
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
    coalesce(sum(amount) filter (where is_sure), 0) as in_month,
    coalesce(sum(amount) filter (where is_sure), 0) as added,
    coalesce(sum(number_of_rows) filter (where is_sure), 0) as rows_counted,
    coalesce(sum(number_of_rows) filter (where not is_sure), 0) as unsure
from packed
inner join combinations using (combination)
group by grouping sets (
    (month, is_late),
    (month, is_late, part_1),
    (month, is_late, part_2),
    (month, is_late, part_3),
    (month, is_late, part_4),
    (month, is_late, part_5)
)
