-- What is known of every metric in every year that the board has a document of, or that a document states.
-- Grain: one row per organisation, metric and year.
-- value, lower, upper: in the metric's unit; null bound = unbounded; all null where there is no value (see reason).
-- change_lower = lower − previous upper, change_upper = upper − previous lower; null where either bound is.
-- Windows and requirements are not compared with the year before, nor counts of different months, nor a ledger's count
-- with a report's (source_changed), nor what was counted before and after a day of catalogue.breaks (definition_changed).
-- A ledger's count stands where no report states the metric for the year; see marts.reconciliation where both speak.
-- What a person typed stands where no report gives a figure, before a ledger's count; before a report's figure only where
-- its review has come further, and where documents contradict each other only once it is reviewed.
with years as (
    select
        organisation_id,
        year,
        extent
    from staging.document_in_force
    union
    select
        fact.organisation_id,
        fact.year,
        'none' as extent
    from staging.fact as fact
    left join staging.document_in_force as document
        on fact.organisation_id = document.organisation_id and fact.year = document.year
    where document.year is null
    union
    select
        ledger.organisation_id,
        ledger.year,
        'none' as extent
    from staging.ledger_year as ledger
    left join staging.document_in_force as document
        on ledger.organisation_id = document.organisation_id and ledger.year = document.year
    where document.year is null
    union
    select
        hand.organisation_id,
        hand.year,
        'none' as extent
    from staging.hand_year as hand
    left join staging.document_in_force as document
        on hand.organisation_id = document.organisation_id and hand.year = document.year
    where document.year is null
),

known as (
    select
        years.organisation_id,
        metric.metric_id,
        years.year,
        coalesce(hand.value, fact.value, ledger.value) as value,
        case when hand.metric_id is not null then hand.lower when ledger.metric_id is null then fact.lower else ledger.lower end
            as lower,
        case when hand.metric_id is not null then hand.upper when ledger.metric_id is null then fact.upper else ledger.upper end
            as upper,
        coalesce(hand.qualifier, fact.qualifier, ledger.qualifier) as qualifier,
        coalesce(hand.unit, fact.unit, ledger.unit, metric.units[1]) as unit,
        metric.kind,
        coalesce(hand.period_start, fact.period_start, ledger.period_start) as period_start,
        coalesce(hand.period_end, fact.period_end, ledger.period_end) as period_end,
        coalesce(hand.observation_id, fact.observation_id, ledger.observation_id) as observation_id,
        case
            when hand.metric_id is not null then 'hand'
            when fact.value is not null then 'report'
            when ledger.value is not null then 'ledger'
        end as source,
        coalesce(hand.review_state, fact.review_state) as review_state,
        hand.metric_id is null and coalesce(fact.is_restated, false) as is_restated,
        case
            when coalesce(hand.value, fact.value, ledger.value) = 0 then 'zero'
            when coalesce(hand.metric_id, fact.metric_id, ledger.metric_id) is not null then 'reported'
            when years.extent = 'whole' and metric.counted_from = 'report' then 'not_reported'
            else 'not_captured'
        end as reporting_state,
        case
            when hand.metric_id is not null then null
            when fact.metric_id is not null then fact.reason
            when len(ledger.missing) > 0 then 'months_missing'
            when ledger.metric_id is not null then null
            when metric.counted_from = 'ledger' then 'no_ledger'
            when years.extent = 'whole' then 'silent'
            when years.extent = 'excerpt' then 'excerpt'
            else 'not_loaded'
        end as absence_reason
    from years
    cross join catalogue.metrics as metric
    left join staging.fact as fact
        on
            years.organisation_id = fact.organisation_id
            and metric.metric_id = fact.metric_id
            and years.year = fact.year
    left join staging.hand_year as hand
        on
            years.organisation_id = hand.organisation_id
            and metric.metric_id = hand.metric_id
            and years.year = hand.year
            and (
                fact.metric_id is null
                or (fact.value is null and (fact.reason <> 'conflicting_values' or hand.voice < 2))
                or hand.voice < case fact.review_state when 'corrected' then 0 when 'accepted' then 1 else 2 end
            )
    left join staging.ledger_year as ledger
        on
            years.organisation_id = ledger.organisation_id
            and metric.metric_id = ledger.metric_id
            and years.year = ledger.year
            and fact.metric_id is null
            and hand.metric_id is null
),

opening as (
    select
        organisation_id,
        min(year) as first_year
    from (
        select
            organisation_id,
            year
        from staging.source_in_force
        union all
        select
            organisation_id,
            year
        from staging.ledger_year
        union all
        select
            organisation_id,
            year
        from staging.hand_year
    ) as begun
    group by organisation_id
),

compared as (
    select
        this_year.*,
        year_before.value as value_before,
        year_before.lower as lower_before,
        year_before.upper as upper_before,
        case
            when this_year.kind in ('window', 'standard') then this_year.kind
            when
                this_year.kind in ('flow', 'money', 'rate')
                and (
                    strftime(this_year.period_start, '%m-%d') <> strftime(year_before.period_start, '%m-%d')
                    or strftime(this_year.period_end, '%m-%d') <> strftime(year_before.period_end, '%m-%d')
                )
                then 'period_changed'
            when
                year_before.value is not null
                and exists (
                    select broken.day
                    from catalogue.breaks as broken
                    where
                        broken.metric_id = this_year.metric_id
                        and broken.day > year_before.period_start
                        and broken.day <= this_year.period_end
                )
                then 'definition_changed'
            when (this_year.source = 'ledger') <> (year_before.source = 'ledger') then 'source_changed'
            when comparable.unit is not null then null
            when year_before.value is not null then 'unit_changed'
            when this_year.year <= opening.first_year then 'first_year'
            else 'previous_unknown'
        end as no_comparison
    from known as this_year
    inner join opening
        on this_year.organisation_id = opening.organisation_id
    left join known as year_before
        on
            this_year.organisation_id = year_before.organisation_id
            and this_year.metric_id = year_before.metric_id
            and this_year.year = year_before.year + 1
            and year_before.value is not null
    left join staging.comparable_unit as comparable
        on this_year.unit = comparable.unit and year_before.unit = comparable.other_unit
)

select
    organisation_id,
    metric_id,
    year,
    value,
    lower,
    upper,
    qualifier,
    unit,
    kind,
    period_start,
    period_end,
    source,
    case when value is not null then coalesce(review_state, 'unreviewed') end as review_state,
    reporting_state,
    coalesce(absence_reason, no_comparison) as reason,
    case when no_comparison is null then value_before end as previous_value,
    case when no_comparison is null then lower - upper_before end as change_lower,
    case when no_comparison is null then upper - lower_before end as change_upper,
    value is not null and coalesce(no_comparison in ('unit_changed', 'definition_changed'), false) as is_break,
    is_restated,
    observation_id
from compared
