-- Every check's result, breaches first.  Checks belong to the whole edition: organisation and year don't narrow them.
select *
from marts.quality
order by is_passed, severity, check_id, subject
