-- The first breaches of a check.
-- Grain: one row per breach.
select
    subject,
    found
from marts.quality
where check_id = $check_id and not is_passed
order by subject, found
limit $most
