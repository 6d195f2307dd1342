-- Practices whose status or frequency of a year is another one in the later of two editions.
-- Grain: one row per organisation, practice and year.  before, after: the frequency where it is stated, else the status.
-- A practice that is unknown on both sides, or in a year that the other edition doesn't have, is no change.
select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.practice_id, earlier.practice_id) as item_id,
    coalesce(now.year, earlier.year) as year,
    coalesce(practice.name_zh, old_practice.name_zh) as name_zh,
    coalesce(practice.name_en, old_practice.name_en) as name_en,
    case
        when coalesce(earlier.status, 'unknown') = 'unknown' then 'new'
        when coalesce(now.status, 'unknown') = 'unknown' then 'missing'
        else 'changed'
    end as change,
    if(earlier.status = 'stated', coalesce(earlier.frequency, earlier.status), earlier.status) as before_word,
    if(now.status = 'stated', coalesce(now.frequency, now.status), now.status) as after_word
from before.marts.practice_status as earlier
full join after.marts.practice_status as now
    on
        earlier.organisation_id = now.organisation_id
        and earlier.practice_id = now.practice_id
        and earlier.year = now.year
left join after.catalogue.practices as practice
    on now.practice_id = practice.practice_id
left join before.catalogue.practices as old_practice
    on earlier.practice_id = old_practice.practice_id
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and (
        coalesce(earlier.status, 'unknown') <> coalesce(now.status, 'unknown')
        or (now.status = 'stated' and earlier.frequency is distinct from now.frequency)
    )
order by year, coalesce(practice.position, old_practice.position)
