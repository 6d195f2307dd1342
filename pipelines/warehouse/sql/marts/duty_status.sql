-- What is known of each duty of the first responsible person in a year: from ledgers, from the year's report.
-- Grain: one row per organisation, duty and year that the board has a report of, or a ledger of the duty covers.
-- state: recorded (a ledger has rows of it), stated (the report says so), not_seen; a record that isn't there is no failure.
-- reason of not_seen: practice_stated (the report speaks of the duties as a whole and not of this one), silent, excerpt, not_loaded.
-- months: the months with rows, as 1–12; rows_counted: null where no ledger of the duty covers a day of the year.
with counted as (
    select
        month.organisation_id,
        duty.duty_id,
        cast(year(month.month) as integer) as year,
        sum(month.rows_counted) as rows_counted,
        list(distinct month(month.month) order by month(month.month)) filter (where month.rows_counted > 0) as months
    from catalogue.duties as duty
    cross join unnest(duty.metric_ids) as each (metric_id)
    inner join marts.metric_month as month
        on each.metric_id = month.metric_id
    where month.is_covered
    group by month.organisation_id, duty.duty_id, year(month.month)
),

years as (
    select
        organisation_id,
        year
    from staging.document_in_force
    union
    select
        organisation_id,
        year
    from counted
),

stated as (
    select
        document.organisation_id,
        document.year,
        duty.*
    from raw.duties as duty
    inner join staging.document_in_force as document
        on duty.document_id = document.document_id
),

of_practice as (
    select distinct
        document.organisation_id,
        document.year,
        duty.duty_id
    from catalogue.duties as duty
    cross join unnest(duty.practice_ids) as each (practice_id)
    inner join raw.practices as practice
        on each.practice_id = practice.practice_id
    inner join staging.document_in_force as document
        on practice.document_id = document.document_id
)

select
    years.organisation_id,
    duty.duty_id,
    years.year,
    case
        when counted.rows_counted > 0 then 'recorded'
        when stated.duty_id is not null then 'stated'
        else 'not_seen'
    end as state,
    case
        when counted.rows_counted > 0 or stated.duty_id is not null then null
        when of_practice.duty_id is not null then 'practice_stated'
        when document.extent = 'whole' then 'silent'
        when document.document_id is not null then 'excerpt'
        else 'not_loaded'
    end as reason,
    stated.duty_id is not null as is_stated,
    cast(counted.rows_counted as integer) as rows_counted,
    coalesce(counted.months, []) as months,
    stated.document_id,
    stated.quote,
    stated.sentence,
    stated.section,
    stated.span_start,
    stated.span_end,
    stated.sentence_start,
    stated.sentence_end
from years
cross join catalogue.duties as duty
left join staging.document_in_force as document
    on years.organisation_id = document.organisation_id and years.year = document.year
left join counted
    on
        years.organisation_id = counted.organisation_id
        and years.year = counted.year
        and duty.duty_id = counted.duty_id
left join stated
    on
        years.organisation_id = stated.organisation_id
        and years.year = stated.year
        and duty.duty_id = stated.duty_id
left join of_practice
    on
        years.organisation_id = of_practice.organisation_id
        and years.year = of_practice.year
        and duty.duty_id = of_practice.duty_id
