-- The results of the checks as those see them whose rows these are: what was found of others is left out.
-- Grain: one row per breach, and one per check that finds none.
with theirs as (
    select quality.*
    from board.marts.quality as quality
    inner join seen
        on quality.organisation_id = seen.organisation_id
    where not quality.is_passed
)

select *
from theirs
union all by name
select distinct
    quality.check_id,
    quality.severity,
    '' as subject,
    '' as found,
    true as is_passed,
    cast(null as varchar) as organisation_id
from board.marts.quality as quality
where
    quality.check_id not in (
        select theirs.check_id
        from theirs
    )
