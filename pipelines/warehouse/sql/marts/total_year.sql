-- What the organisations under one parent come to together.
-- Grain: one row per parent, metric that adds up (flow, stock, money) and year of which any of them has a figure.
-- Only figures in one class of units and of one period are added: those of the most organisations.  organisations: how many
-- there are under the parent; counted: how many of them are in the total; missing: the others, each with why (state: a
-- reporting state, other_unit or other_period; reason: as in marts.metric_year).
-- Bounds add, and an open one leaves the sum open (43余 + 20 is at least 63).  With any missing the total is at least the
-- sum of the lower bounds, and never the parent's own.
-- repeated: rows of one joint number (联合行动编号) in several ledgers, taken out but for the office with the most.
-- perhaps_repeated: the same where a report gives the figure, which may have counted them: they leave the lower bound open.
with figure as (
    select
        child.parent_id,
        known.*,
        coalesce(counter.counter_class, known.unit) as unit_class
    from catalogue.organisations as child
    inner join marts.metric_year as known
        on child.organisation_id = known.organisation_id
    left join staging.metric_counter_class as class
        on known.metric_id = class.metric_id
    left join catalogue.counters as counter
        on class.counter_class = counter.counter_class and known.unit = counter.counter
    where child.parent_id is not null and known.kind in ('flow', 'stock', 'money')
),

summed as (
    select
        parent_id,
        metric_id,
        year,
        unit_class,
        period_start,
        period_end,
        max(kind) as kind,
        min(unit) as unit,
        count(*) as counted,
        sum(value) as value,
        sum(coalesce(lower, 0)) as lower,
        if(count(upper) = count(*), sum(upper), null) as upper,
        row_number() over (
            partition by parent_id, metric_id, year
            order by count(*) desc, period_end desc, period_start asc, unit_class asc
        ) as place
    from figure
    where value is not null
    group by parent_id, metric_id, year, unit_class, period_start, period_end
),

total as (
    select *
    from summed
    where place = 1
),

member as (
    select
        total.parent_id,
        total.metric_id,
        total.year,
        child.organisation_id,
        figure.source,
        case
            when figure.value is null then coalesce(figure.reporting_state, 'not_captured')
            when figure.unit_class <> total.unit_class then 'other_unit'
            when figure.period_start <> total.period_start or figure.period_end <> total.period_end then 'other_period'
        end as state,
        if(figure.value is null, coalesce(figure.reason, 'not_loaded'), null) as reason
    from total
    inner join catalogue.organisations as child
        on total.parent_id = child.parent_id
    left join figure
        on
            child.organisation_id = figure.organisation_id
            and total.metric_id = figure.metric_id
            and total.year = figure.year
),

known_of as (
    select
        parent_id,
        metric_id,
        year,
        count(*) as organisations,
        list({'organisation_id': organisation_id, 'state': state, 'reason': reason} order by organisation_id)
            filter (where state is not null) as missing
    from member
    group by parent_id, metric_id, year
),

-- how many rows each office has under a joint number, in the figure of a year
joint as (
    select
        member.parent_id,
        mark.metric_id,
        member.year,
        place.joint_no,
        mark.organisation_id,
        member.source = 'ledger' as is_counted,
        count(*) as joint_rows
    from raw.ledger_marks as mark
    inner join raw.ledger_rows as place
        on
            mark.organisation_id = place.organisation_id
            and mark.ledger_id = place.ledger_id
            and mark.row_id = place.row_id
            and place.joint_no is not null
    inner join catalogue.ledger_counts as way
        on mark.ledger_id = way.ledger_id and mark.metric_id = way.metric_id and way.way = 'rows'
    inner join member
        on
            mark.organisation_id = member.organisation_id
            and mark.metric_id = member.metric_id
            and year(mark.counted_on) = member.year
            and member.state is null
    where mark.is_sure and not place.is_late
    group by member.parent_id, mark.metric_id, member.year, place.joint_no, mark.organisation_id, member.source
),

entered as (
    select
        parent_id,
        metric_id,
        year,
        joint_no,
        sum(joint_rows) - max(joint_rows) as repeats,
        coalesce(sum(joint_rows) filter (where is_counted) - max(joint_rows) filter (where is_counted), 0) as sure_repeats
    from joint
    group by parent_id, metric_id, year, joint_no
),

repeated as (
    select
        parent_id,
        metric_id,
        year,
        cast(sum(sure_repeats) as bigint) as repeated,
        cast(sum(repeats - sure_repeats) as bigint) as perhaps_repeated
    from entered
    group by parent_id, metric_id, year
),

once as (
    select
        total.parent_id as organisation_id,
        total.metric_id,
        total.year,
        total.kind,
        if(list_contains(metric.units, total.unit), total.unit, coalesce(metric.units[1], total.unit)) as unit,
        total.period_start,
        total.period_end,
        total.counted,
        known_of.organisations,
        coalesce(known_of.missing, []) as missing,
        total.value - coalesce(repeated.repeated, 0) as value,
        greatest(0, total.lower - coalesce(repeated.repeated, 0) - coalesce(repeated.perhaps_repeated, 0)) as lower,
        total.upper - coalesce(repeated.repeated, 0) as upper,
        coalesce(repeated.repeated, 0) as repeated,
        coalesce(repeated.perhaps_repeated, 0) as perhaps_repeated
    from total
    inner join catalogue.metrics as metric
        on total.metric_id = metric.metric_id
    inner join known_of
        on total.parent_id = known_of.parent_id and total.metric_id = known_of.metric_id and total.year = known_of.year
    left join repeated
        on total.parent_id = repeated.parent_id and total.metric_id = repeated.metric_id and total.year = repeated.year
)

select
    organisation_id,
    metric_id,
    year,
    cast(if(counted < organisations, lower, value) as decimal(24, 4)) as value,
    cast(lower as decimal(24, 4)) as lower,
    cast(if(counted < organisations, null, upper) as decimal(24, 4)) as upper,
    case
        when counted < organisations then 'at_least'
        when lower = upper then 'exact'
        when lower = value then 'at_least'
        when upper = value then 'at_most'
        else 'about'
    end as qualifier,
    unit,
    kind,
    period_start,
    period_end,
    organisations,
    counted,
    missing,
    repeated,
    perhaps_repeated
from once
