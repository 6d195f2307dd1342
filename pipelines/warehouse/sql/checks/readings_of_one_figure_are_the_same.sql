-- severity: warning
-- Readings of a figure that agree within their bounds (约40份 and 43份) still print different numbers: a person should look.
select
    concat_ws('/', reading.organisation_id, reading.metric_id, cast(reading.year as varchar)) as subject,
    string_agg(distinct cast(reading.value as varchar), ' / ' order by cast(reading.value as varchar)) as found,
    reading.organisation_id
from staging.whole as reading
inner join staging.fact as fact
    on
        reading.organisation_id = fact.organisation_id
        and reading.metric_id = fact.metric_id
        and reading.year = fact.year
where reading.voice = 1 and fact.reason is null
group by reading.organisation_id, reading.metric_id, reading.year
having count(distinct reading.value) > 1
