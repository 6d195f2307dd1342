-- The members whose rows come to a number within a period, each on the day, and with the parts, of the row that does it.
-- Grain: one row per member, period and lateness.  $within: quarter or year.
with running as (
    select
        member,
        counted_on,
        is_late,
        combination,
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
    arg_min(combination, (counted_on, row_id)) as combination,
    member,
    date_trunc($within, counted_on) as period,
    min(counted_on) as counted_on,
    cast(date_trunc('month', min(counted_on)) as date) as month,
    arg_min(row_id, (counted_on, row_id)) as row_id,
    1 as amount,
    true as is_sure
from running
where reached >= $least
group by member, is_late, period
