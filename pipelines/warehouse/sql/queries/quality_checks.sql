-- Every check with how many breaches it found: failed ones first.
-- Grain: one row per check.
select
    check_id,
    severity,
    count(*) filter (where not is_passed) as breaches
from marts.quality
group by check_id, severity
order by breaches = 0, severity, breaches desc, check_id
