-- Where an organisation stands among those of its level under the same parent.
-- Grain: one row per organisation, metric (derived ones too), year and basis that has a figure; basis '' = the figure itself.
-- value, lower, upper: the figure, or the count divided by the basis's denominator (staging.peer_figure).
-- Comparable: same metric, basis, year, class of unit, class of source (ledger, or report and hand), same months, none of
-- an excerpt.  peers: how many others are.  Volumes are compared with nobody until they are divided.
-- peer_median: of the comparable group, this one among them; its bounds are the medians of the bounds (null = open).
-- percentile: the share (0–100) of the others that this one does better than, ties half, in the metric's direction;
-- percentile_lower, percentile_upper: surely, possibly.  Null where they differ, and then reason is bounds.
-- reason: the first that applies (docs/peers.md): why there is no percentile.
-- How many others are surely worse comes from running sums over the bounds in order, never from pairs: one parent may
-- have 100,000 organisations.
with compared as (
    select
        *,
        row(parent_id, level, metric_id, basis, year, unit_class, source_class, start_month, end_month) as peer_group,
        cast(if(direction = 'lower_is_better', -upper, lower) as double) as low,
        cast(if(direction = 'lower_is_better', -lower, upper) as double) as high
    from staging.peer_figure
    where reason is null
),

grouped as (
    select
        peer_group,
        count(*) as members,
        quantile_disc(value, 0.5) as value_below,
        -quantile_disc(-value, 0.5) as value_above,
        quantile_disc(coalesce(cast(lower as double), '-infinity'), 0.5) as lower_below,
        -quantile_disc(-coalesce(cast(lower as double), '-infinity'), 0.5) as lower_above,
        quantile_disc(coalesce(cast(upper as double), 'infinity'), 0.5) as upper_below,
        -quantile_disc(-coalesce(cast(upper as double), 'infinity'), 0.5) as upper_above
    from compared
    group by peer_group
),

ends as (
    select
        organisation_id,
        peer_group,
        coalesce(low, '-infinity') as end_value,
        true as is_low
    from compared
    where direction <> 'neutral'
    union all
    select
        organisation_id,
        peer_group,
        coalesce(high, 'infinity') as end_value,
        false as is_low
    from compared
    where direction <> 'neutral'
),

tallied as (
    select
        peer_group,
        end_value,
        count(*) filter (where is_low) as lows_at,
        count(*) filter (where not is_low) as highs_at
    from ends
    group by peer_group, end_value
),

running as (
    select
        *,
        sum(lows_at) over (partition by peer_group order by end_value) - lows_at as lows_below,
        sum(highs_at) over (partition by peer_group order by end_value) - highs_at as highs_below
    from tallied
),

-- others with their best below this one's worst; others with their worst below this one's best
beaten as (
    select
        ends.organisation_id,
        ends.peer_group,
        min(ends.end_value) = max(ends.end_value) as is_exact,
        max(running.highs_below) filter (where ends.is_low) as surely,
        max(running.highs_at) filter (where ends.is_low) as surely_level,
        max(running.lows_below) filter (where not ends.is_low) as possibly,
        max(running.lows_at) filter (where not ends.is_low) as possibly_level
    from ends
    inner join running
        on ends.peer_group = running.peer_group and ends.end_value = running.end_value
    group by ends.organisation_id, ends.peer_group
),

ranked as (
    select
        compared.organisation_id,
        compared.metric_id,
        compared.year,
        compared.basis,
        grouped.members - 1 as peers,
        grouped.members - 1 >= rule.least_peers as is_enough,
        cast(round((grouped.value_below + grouped.value_above) / 2, 4) as decimal(20, 4)) as peer_median,
        try_cast(round((grouped.lower_below + grouped.lower_above) / 2, 4) as decimal(20, 4)) as peer_median_lower,
        try_cast(round((grouped.upper_below + grouped.upper_above) / 2, 4) as decimal(20, 4)) as peer_median_upper,
        100.0 * (beaten.surely + (beaten.surely_level - if(beaten.is_exact, 1, 0)) / 2.0)
        / nullif(grouped.members - 1, 0) as percentile_lower,
        100.0 * (
            beaten.possibly - if(beaten.is_exact, 0, 1) + (beaten.possibly_level - if(beaten.is_exact, 1, 0)) / 2.0
        ) / nullif(grouped.members - 1, 0) as percentile_upper
    from compared
    inner join grouped
        on compared.peer_group = grouped.peer_group
    left join beaten
        on compared.peer_group = beaten.peer_group and compared.organisation_id = beaten.organisation_id
    cross join catalogue.peer_rules as rule
)

select
    figure.organisation_id,
    figure.metric_id,
    figure.year,
    figure.basis,
    figure.value,
    figure.lower,
    figure.upper,
    figure.unit,
    figure.kind,
    figure.direction,
    figure.source_class,
    figure.unit_class,
    figure.start_month,
    figure.end_month,
    ranked.peers,
    if(ranked.is_enough, ranked.peer_median, null) as peer_median,
    if(ranked.is_enough, ranked.peer_median_lower, null) as peer_median_lower,
    if(ranked.is_enough, ranked.peer_median_upper, null) as peer_median_upper,
    cast(if(ranked.is_enough and ranked.percentile_lower = ranked.percentile_upper, ranked.percentile_lower, null) as double)
        as percentile,
    cast(if(ranked.is_enough, ranked.percentile_lower, null) as double) as percentile_lower,
    cast(if(ranked.is_enough, ranked.percentile_upper, null) as double) as percentile_upper,
    case
        when figure.reason is not null then figure.reason
        when figure.direction = 'neutral' then 'neutral'
        when not ranked.is_enough then 'few_peers'
        when ranked.percentile_lower <> ranked.percentile_upper then 'bounds'
    end as reason
from staging.peer_figure as figure
left join ranked
    on
        figure.organisation_id = ranked.organisation_id
        and figure.metric_id = ranked.metric_id
        and figure.year = ranked.year
        and figure.basis = ranked.basis
