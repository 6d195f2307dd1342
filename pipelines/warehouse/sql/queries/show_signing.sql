-- `show signing`: what each source gives, what differs first.
select *
from marts.signing
where
    (cast($organisation_id as varchar) is null or organisation_id = $organisation_id)
    and (cast($year as integer) is null or year = $year)
order by
    organisation_id,
    year desc,
    case state when 'differs' then 0 when 'cannot_compare' then 1 when 'agrees' then 2 else 3 end,
    metric_id,
    source
