-- How much of the catalogue a year's document states, and how much of it people have reviewed.
-- Grain: one row per organisation and year that the board knows anything of.
-- What only a ledger counts isn't missing from a report, and isn't counted here.
-- A year without a document of its own: extent 'ledger' where ledgers count it, 'hand' where figures were typed, 'none' where only later reports look back
-- on it; document_id and nature null.
with counted as (
    select
        organisation_id,
        year,
        count(*) as metrics,
        count(*) filter (where value is not null) as with_value,
        count(*) filter (where reporting_state = 'zero') as zero,
        count(*) filter (where reporting_state = 'reported' and value is null) as without_figure,
        count(*) filter (where reporting_state = 'not_reported') as not_reported,
        count(*) filter (where reporting_state = 'not_captured') as not_captured,
        count(*) filter (where review_state in ('accepted', 'corrected')) as reviewed
    from marts.metric_year
    where reason is distinct from 'no_ledger'
    group by organisation_id, year
),

numbers as (
    select
        organisation_id,
        year,
        count(*) as unmapped
    from marts.unmapped
    where document_type = 'annual_report'
    group by organisation_id, year
)

select
    counted.organisation_id,
    counted.year,
    document.document_id,
    coalesce(document.extent, if(ledger.year is not null, 'ledger', if(hand.year is not null, 'hand', 'none'))) as extent,
    document.nature,
    counted.metrics,
    counted.with_value,
    counted.zero,
    counted.without_figure,
    counted.not_reported,
    counted.not_captured,
    counted.reviewed,
    coalesce(numbers.unmapped, 0) as unmapped
from counted
left join staging.document_in_force as document
    on counted.organisation_id = document.organisation_id and counted.year = document.year
left join (
    select distinct
        organisation_id,
        year
    from staging.ledger_year
) as ledger
    on counted.organisation_id = ledger.organisation_id and counted.year = ledger.year
left join (
    select distinct
        organisation_id,
        year
    from staging.hand_year
) as hand
    on counted.organisation_id = hand.organisation_id and counted.year = hand.year
left join numbers
    on counted.organisation_id = numbers.organisation_id and counted.year = numbers.year
