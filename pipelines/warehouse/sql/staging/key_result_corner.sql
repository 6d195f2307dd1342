-- The two ends of what is known, each judged as if it were exact: every status rises or falls with the figure and with its
-- baseline, so that what holds at both ends holds between them.
-- Grain: one row per key result that has a reading and a target, and side (worst, best).
-- v: the figure at that end; null = without bound, which is as good (best) or as bad (worst) as can be.
-- ratio_done ÷ ratio_expected is r: share done ÷ expected by now; both null where r is without bound or without meaning.
-- expected_value: the figure that would just be on track by now, from the baseline at that end.
-- A flow is held against the part of the year that it covers; a share and a stock are not.
with ended as (
    select
        reading.*,
        side.side,
        reading.kind in ('reach', 'keep_at_least') as is_rising,
        reading.observed_to >= reading.due as is_final,
        case
            when (reading.kind in ('reach', 'keep_at_least')) = (side.side = 'best')
                then reading.upper
            else coalesce(reading.lower, 0)
        end as v,
        cast(
            case
                when reading.kind = 'reach' and reading.is_cumulative then 0
                when (reading.kind = 'reach') <> (side.side = 'best') then reading.base_upper
                when reading.base_upper is not null then coalesce(reading.base_lower, 0)
                else reading.base_lower
            end as decimal(20, 4)
        ) as b,
        cast(if(reading.kind = 'reach' and reading.is_cumulative, 0, reading.base_lower) as decimal(20, 4)) as b_lower,
        cast(if(reading.kind = 'reach' and reading.is_cumulative, 0, reading.base_upper) as decimal(20, 4)) as b_upper,
        cast(reading.expected_done as decimal(8, 2)) as e,
        cast(reading.expected_whole as decimal(8, 2)) as w,
        cast(reading.target as decimal(20, 4)) as t
    from staging.key_result_case as reading
    cross join (values ('worst'), ('best')) as side (side)
    where reading.has_reading and reading.target is not null and reading.due is not null
),

routed as (
    select
        *,
        case
            when kind = 'keep_at_least' then 'hold_up'
            when kind = 'keep_at_most' then 'hold_down'
            when kind = 'reach' and b_lower >= t then 'hold_up'
            when kind = 'reach' and b_upper < t then 'climb'
            when kind = 'reduce' and b_upper <= t then 'hold_down'
            when kind = 'reduce' and b_lower > t then 'descend'
            else 'unclear'
        end as way,
        if(is_rising, v is null or v >= t, v is not null and v <= t) as is_met
    from ended
),

measured as (
    select
        *,
        case
            when way = 'climb' then (v - b) * w
            when way = 'descend' and is_cumulative then b * e - v * w
            when way = 'descend' then (b - v) * w
            when way = 'hold_up' then v * if(is_cumulative, w, 1)
            when way = 'hold_down' then t * if(is_cumulative, e, 1)
        end as ratio_done,
        case
            when way = 'climb' then (t - b) * e
            when way = 'descend' then (b - t) * e
            when way = 'hold_up' then t * if(is_cumulative, e, 1)
            when way = 'hold_down' then v * if(is_cumulative, w, 1)
        end as ratio_expected,
        cast(
            case
                when way = 'climb' then b + (t - b) * e / w
                when way = 'descend' and not is_cumulative then b - (b - t) * e / w
                when way <> 'unclear' then t * if(is_cumulative, e / w, 1)
            end as double
        ) as expected_value
    from routed
)

select
    measured.*,
    case
        when is_met and (is_final or kind = 'reach' or (kind = 'reduce' and not is_cumulative)) then 'achieved'
        when e = 0 then 'not_due'
        when way = 'unclear' then 'unclear'
        when v is null then if(side = 'best', 'on_track', 'off_track')
        -- from a baseline without upper bound any figure is nearly all of the way, and never quite
        when way = 'descend' and b is null
            then if(if(is_cumulative, v * w <= t * e, e < w), 'on_track', 'at_risk')
        when ratio_expected = 0 then 'on_track'
        when ratio_done >= on_track.value * ratio_expected then 'on_track'
        when ratio_done >= at_risk.value * ratio_expected then 'at_risk'
        else 'off_track'
    end as status
from measured
inner join catalogue.status_rules as on_track
    on on_track.rule = 'on_track_from'
inner join catalogue.status_rules as at_risk
    on at_risk.rule = 'at_risk_from'
