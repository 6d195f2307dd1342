-- What the organisations under a parent have handed in of a year: the yearly report, and their ledgers.
-- Grain: one row per organisation under the parent.
-- state: on_time or late by the report's publishing day alone; unknown_date without one; not_due or not_captured without a
-- report.  due_on: the day that the rule sets in the year after.
-- months: the months of the year that were over on the build's date and that no ledger covers; stale: ledgers kept here whose
-- files end before the last of those months does.
with build as (
    select
        as_of,
        cast(date_trunc('month', as_of) - interval 1 day as date) as last_whole
    from raw.build
),

child as (
    select
        organisation.organisation_id,
        organisation.name_zh,
        organisation.name_en,
        organisation.level
    from catalogue.organisations as organisation
    where organisation.parent_id = $organisation_id
),

ended as (
    select
        each.month_number as month,
        make_date($year, each.month_number, 1) as first_day,
        last_day(make_date($year, each.month_number, 1)) as final_day
    from unnest(range(1, 13)) as each (month_number)
    cross join build
    where last_day(make_date($year, each.month_number, 1)) <= build.last_whole
),

kept as (
    select
        loaded.organisation_id,
        loaded.ledger_id,
        max(loaded.loaded_on) as loaded_on,
        max(loaded.covers_until) as covers_until
    from raw.ledger_loads as loaded
    inner join child
        on loaded.organisation_id = child.organisation_id
    group by loaded.organisation_id, loaded.ledger_id
),

last_month as (
    select max(final_day) as final_day
    from ended
),

ledgers as (
    select
        kept.organisation_id,
        count(*) as kinds,
        max(kept.loaded_on) as loaded_on,
        list(ledger.name_zh order by ledger.position) filter (where kept.covers_until < last_month.final_day) as stale_zh,
        list(ledger.name_en order by ledger.position) filter (where kept.covers_until < last_month.final_day) as stale_en
    from kept
    inner join catalogue.ledgers as ledger
        on kept.ledger_id = ledger.ledger_id
    cross join last_month
    group by kept.organisation_id
),

covered as (
    select
        child.organisation_id,
        list(ended.month order by ended.month) filter (where loaded.organisation_id is null) as months
    from child
    cross join ended
    left join (
        select distinct
            loaded.organisation_id,
            ended.month
        from raw.ledger_loads as loaded
        inner join ended
            on loaded.covers_from <= ended.final_day and loaded.covers_until >= ended.first_day
    ) as loaded
        on child.organisation_id = loaded.organisation_id and ended.month = loaded.month
    group by child.organisation_id
)

select
    child.organisation_id,
    child.name_zh,
    child.name_en,
    child.level,
    in_force.document_id,
    in_force.extent,
    document.title,
    document.source,
    document.published_on,
    rule.due_on,
    case
        when in_force.document_id is null and build.as_of <= rule.due_on then 'not_due'
        when in_force.document_id is null then 'not_captured'
        when document.published_on is null then 'unknown_date'
        when document.published_on <= rule.due_on then 'on_time'
        else 'late'
    end as state,
    coalesce(ledgers.kinds, 0) as kinds,
    ledgers.loaded_on,
    coalesce(covered.months, []) as months,
    coalesce(ledgers.stale_zh, []) as stale_zh,
    coalesce(ledgers.stale_en, []) as stale_en
from child
cross join build
left join (
    select make_date($year + 1, month, day) as due_on
    from catalogue.statutory_dates
    where date_id = 'annual_report'
) as rule
    on true
left join staging.document_in_force as in_force
    on child.organisation_id = in_force.organisation_id and in_force.year = $year
left join raw.documents as document
    on in_force.document_id = document.document_id
left join ledgers
    on child.organisation_id = ledgers.organisation_id
left join covered
    on child.organisation_id = covered.organisation_id
order by child.organisation_id
