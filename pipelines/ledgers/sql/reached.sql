-- The members whose rows come to a number within a period, each on the day that it was reached.
-- Grain: one row per member, period and lateness.  $within: quarter or year.
-- Of its parts each is that of the first row, from that day on, which has one: a combination of its own.
with running as (
    select
        member,
        counted_on,
        is_late,
        part_1,
        part_2,
        part_3,
        part_4,
        part_5,
        row_id,
        sum(amount) over (
            partition by member, is_late, date_trunc($within, counted_on)
            order by counted_on, row_id
        ) as reached
    from picked
    inner join combinations using (combination)
    where member is not null and is_sure
)

select
    row_number() over () as combination,
    member,
    is_late,
    date_trunc($within, counted_on) as period,
    min(counted_on) as counted_on,
    cast(date_trunc('month', min(counted_on)) as date) as month,
    arg_min(row_id, (counted_on, row_id)) as row_id,
    arg_min(part_1, (counted_on, row_id)) as part_1,
    arg_min(part_2, (counted_on, row_id)) as part_2,
    arg_min(part_3, (counted_on, row_id)) as part_3,
    arg_min(part_4, (counted_on, row_id)) as part_4,
    arg_min(part_5, (counted_on, row_id)) as part_5,
    1 as amount,
    true as is_sure
from running
where reached >= $least
group by member, is_late, period
