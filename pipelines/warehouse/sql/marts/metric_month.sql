-- What the ledgers count of a metric month by month.
-- Grain: one row per organisation, metric and month that its ledgers span; a month that they don't cover has no value.
-- value: of the month alone (a state: at its end).  to_date: since January of its year (a state: the same as value).
-- upper, to_date_upper: with the rows of which the conditions can't tell whether they count; null for a sum, of which
-- such a row may add anything.
-- late: what late rows (补录) would add, which count nowhere until they are accepted.
with added as (
    select
        added.organisation_id,
        added.metric_id,
        added.month,
        max(added.way) as way,
        sum(added.in_month) filter (where not added.is_late) as in_month,
        sum(added.added) filter (where not added.is_late) as added,
        sum(added.unsure) filter (where not added.is_late) as unsure,
        sum(added.rows_counted) filter (where not added.is_late) as rows_counted,
        sum(added.added) filter (where added.is_late) as late
    from raw.ledger_added as added
    where added.dimension = ''
    group by added.organisation_id, added.metric_id, added.month
),

-- what began before the first covered month still stands in it
spanned as (
    select
        month.organisation_id,
        month.metric_id,
        month.month,
        month.ledger_ids,
        month.covered_until,
        coalesce(added.in_month, 0) as in_month,
        coalesce(added.added, 0) as added,
        coalesce(added.unsure, 0) as unsure,
        coalesce(added.rows_counted, 0) as rows_counted,
        coalesce(added.late, 0) as late
    from staging.ledger_month as month
    left join added
        on
            month.organisation_id = added.organisation_id
            and month.metric_id = added.metric_id
            and month.month = added.month
),

way as (
    select
        metric_id,
        bool_or(way = 'standing') as is_state,
        bool_or(way = 'sum') as is_sum,
        max(unit) as unit
    from catalogue.ledger_counts
    group by metric_id
),

before as (
    select
        spanned.organisation_id,
        spanned.metric_id,
        min(spanned.month) as first_month
    from spanned
    group by spanned.organisation_id, spanned.metric_id
),

standing_before as (
    select
        before.organisation_id,
        before.metric_id,
        coalesce(sum(added.added), 0) as standing,
        coalesce(sum(added.unsure), 0) as unsure
    from before
    left join added
        on
            before.organisation_id = added.organisation_id
            and before.metric_id = added.metric_id
            and added.month < before.first_month
    group by before.organisation_id, before.metric_id
),

running as (
    select
        spanned.*,
        way.is_state,
        way.is_sum,
        way.unit,
        if(
            way.is_state,
            standing_before.standing + sum(spanned.added) over ever,
            sum(spanned.added) over this_year
        ) as to_date,
        if(
            way.is_state,
            standing_before.unsure + sum(spanned.unsure) over ever,
            sum(spanned.unsure) over this_year
        ) as unsure_to_date,
        bool_and(spanned.covered_until = last_day(spanned.month)) over before_this_month as is_whole_before,
        min(month(spanned.month)) over this_year = 1 as begins_in_january
    from spanned
    inner join way
        on spanned.metric_id = way.metric_id
    inner join standing_before
        on
            spanned.organisation_id = standing_before.organisation_id
            and spanned.metric_id = standing_before.metric_id
    window
        ever as (partition by spanned.organisation_id, spanned.metric_id order by spanned.month),
        this_year as (
            partition by spanned.organisation_id, spanned.metric_id, year(spanned.month) order by spanned.month
        ),
        before_this_month as (
            partition by spanned.organisation_id, spanned.metric_id, year(spanned.month)
            order by spanned.month
            rows between unbounded preceding and 1 preceding
        )
)

select
    running.organisation_id,
    running.metric_id,
    running.month,
    cast(if(running.covered_until is null, null, if(running.is_state, running.to_date, running.in_month)) as decimal(20, 4))
        as value,
    cast(
        if(
            running.covered_until is null or (running.is_sum and running.unsure > 0),
            null,
            if(running.is_state, running.to_date + running.unsure_to_date, running.in_month + running.unsure)
        ) as decimal(20, 4)
    ) as upper,
    cast(if(running.covered_until is null, null, running.to_date) as decimal(20, 4)) as to_date,
    cast(
        if(
            running.covered_until is null or (running.is_sum and running.unsure_to_date > 0),
            null,
            running.to_date + running.unsure_to_date
        ) as decimal(20, 4)
    ) as to_date_upper,
    coalesce(running.unit, metric.units[1]) as unit,
    metric.kind,
    running.is_state,
    running.covered_until,
    running.covered_until is not null as is_covered,
    running.is_state or (running.begins_in_january and coalesce(running.is_whole_before, true)) as is_unbroken,
    running.rows_counted,
    cast(running.late as decimal(20, 4)) as late,
    running.ledger_ids
from running
inner join catalogue.metrics as metric
    on running.metric_id = metric.metric_id
