-- `show reconciliation`: reports against ledgers, what differs first.
select *
from marts.reconciliation
where
    (cast($organisation_id as varchar) is null or organisation_id = $organisation_id)
    and (cast($year as integer) is null or year = $year)
order by
    organisation_id,
    year desc,
    case state when 'differs' then 0 when 'cannot_compare' then 1 else 2 end,
    metric_id
