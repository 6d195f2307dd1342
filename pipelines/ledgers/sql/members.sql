-- What a month adds to a figure that counts members (sites, communities): those seen in it, and those first seen this year.
-- Grain: one row per month, lateness and part (dimension 0 = the whole).
-- combinations: the lateness and the parts that rows share; rows are added up by its number before texts are looked at.
with packed as (
    select
        month,
        combination,
        member,
        count(*) filter (where is_sure) as sure,
        count(*) filter (where not is_sure) as unsure
    from picked
    where member is not null
    group by month, combination, member
),

seen as (
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
        coalesce(part_1, part_2, part_3, part_4, part_5, '') as part,
        member,
        sum(sure) as sure,
        sum(unsure) as unsure
    from packed
    inner join combinations using (combination)
    group by grouping sets (
        (month, is_late, member),
        (month, is_late, member, part_1),
        (month, is_late, member, part_2),
        (month, is_late, member, part_3),
        (month, is_late, member, part_4),
        (month, is_late, member, part_5)
    )
),

ordered as (
    select
        *,
        min(month) filter (where sure > 0)
            over (partition by year(month), is_late, dimension, part, member) as first_month
    from seen
)

select
    month,
    is_late,
    dimension,
    part as member,
    count(*) filter (where sure > 0) as in_month,
    count(*) filter (where sure > 0 and month = first_month) as added,
    coalesce(sum(sure), 0) as rows_counted,
    count(*) filter (where sure = 0 and first_month is null) as unsure
from ordered
group by month, is_late, dimension, part
