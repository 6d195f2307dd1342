-- How far each key result is, why, and what would decide it (DESIGN section 5, docs/status.md).
-- Grain: one row per organisation and key result.
-- status: achieved, on_track, at_risk, off_track, not_due, no_data, overdue_no_data, no_target, cannot_tell.
-- best_status: set for cannot_tell only: `worst_status` and it are what the bounds leave open.
-- reason_code: the sentence (wording: status_reason). absence: why there is no figure; missing: the metrics to supply.
-- expected: the part of the way (0-100) that is due by now; expected_value_lower, _upper: the figure that would just be on
-- track, at both ends of the baseline.
-- share_lower, share_upper: the part of the way that is done; ratio_lower, ratio_upper: that part ÷ what is expected by now.
with corners as (
    select
        key_result_id,
        any_value(status) filter (where side = 'worst') as worst_status,
        any_value(status) filter (where side = 'best') as best_status,
        any_value(is_final) as is_final,
        any_value(way) as way,
        any_value(cast(ratio_done as double) / nullif(cast(ratio_expected as double), 0))
            filter (where side = 'worst') as ratio_lower,
        any_value(cast(ratio_done as double) / nullif(cast(ratio_expected as double), 0))
            filter (where side = 'best') as ratio_upper,
        min(expected_value) as expected_value_lower,
        max(expected_value) as expected_value_upper
    from staging.key_result_corner
    group by key_result_id
),

tallied as (
    select
        reading.key_result_id,
        case
            when reading.required is null then null
            when reading.done >= reading.required then 'achieved'
            when reading.required_by_now = 0 then 'not_due'
            when reading.done + reading.missed = 0 then 'unrecorded'
            when reading.kind = 'every_period' and reading.missed > 0 then 'off_track'
            when reading.kind = 'every_period' and reading.unknown > 0 then 'off_track'
            when reading.done >= reading.required_by_now then 'on_track'
            when reading.kind = 'every_period' then 'off_track'
            when reading.done >= at_risk.value * reading.required_by_now then 'at_risk'
            else 'off_track'
        end as worst_status,
        case
            when reading.required is null or reading.done + reading.missed = 0 then null
            when reading.kind = 'every_period' and reading.missed > 0 then 'off_track'
            when reading.done + reading.unknown >= reading.required then 'achieved'
            when reading.done + reading.unknown >= reading.required_by_now then 'on_track'
            when reading.kind = 'every_period' then 'off_track'
            when reading.done + reading.unknown >= at_risk.value * reading.required_by_now then 'at_risk'
            else 'off_track'
        end as best_status
    from staging.key_result_case as reading
    inner join catalogue.status_rules as at_risk
        on at_risk.rule = 'at_risk_from'
    where reading.kind in ('every_period', 'milestone')
),

absent as (
    select
        key_result_id,
        case
            when due is null or absence = 'nothing_due' then 'no_data'
            when as_of < starts_on then 'not_due'
            when as_of <= due and frequency = 'year' then 'not_due'
            when as_of <= due and as_of < starts_on + if(frequency = 'month', 31, 91) then 'not_due'
            when as_of < report_due then 'no_data'
            else 'overdue_no_data'
        end as status,
        case
            when due is null then 'baseline_unknown'
            when absence = 'nothing_due' then 'nothing_due'
            when as_of < starts_on then 'not_started'
            when as_of <= due and (frequency = 'year' or as_of < starts_on + if(frequency = 'month', 31, 91))
                then 'not_due_yet'
            when as_of <= due then 'figures_expected'
            when as_of < report_due then 'report_awaited'
            else 'figures_overdue'
        end as reason_code
    from staging.key_result_case
),

decided as (
    select
        reading.*,
        corners.way,
        corners.is_final,
        corners.ratio_lower,
        corners.ratio_upper,
        corners.expected_value_lower,
        corners.expected_value_upper,
        absent.status as absent_status,
        absent.reason_code as absent_reason,
        coalesce(corners.worst_status, tallied.worst_status) as worst,
        coalesce(corners.best_status, tallied.best_status) as best,
        case
            when reading.kind in ('every_period', 'milestone')
                then if(tallied.worst_status = 'unrecorded', 'absent', 'judged')
            when reading.target is null and not reading.is_relative then 'no_target'
            when reading.target is null and reading.base_value is not null and reading.has_reading then 'unclear_target'
            when reading.target is null then 'absent'
            when not reading.has_reading then 'absent'
            when
                reading.as_of > reading.due and not corners.is_final
                and corners.worst_status <> 'achieved'
                then 'absent'
            else 'judged'
        end as route
    from staging.key_result_case as reading
    left join corners
        on reading.key_result_id = corners.key_result_id
    left join tallied
        on reading.key_result_id = tallied.key_result_id
    inner join absent
        on reading.key_result_id = absent.key_result_id
),

answered as (
    select
        *,
        case
            when route = 'no_target' then 'no_target'
            when route = 'unclear_target' then 'cannot_tell'
            when route = 'absent' then absent_status
            when worst = 'not_due' then 'not_due'
            when worst = best and worst <> 'unclear' then worst
            else 'cannot_tell'
        end as status
    from decided
)

select
    organisation_id,
    key_result_id,
    kind,
    year as target_year,
    target,
    base_value as baseline,
    value,
    lower,
    upper,
    qualifier,
    unit,
    observed_to,
    starts_on,
    due,
    report_due,
    as_of,
    has_reading,
    is_cumulative,
    cast(100 * expected_done as double) / expected_whole as expected,
    expected_value_lower,
    expected_value_upper,
    ratio_lower,
    ratio_upper,
    case when way in ('climb', 'descend') then ratio_lower * cast(100 * expected_done as double) / expected_whole end as share_lower,
    case when way in ('climb', 'descend') then ratio_upper * cast(100 * expected_done as double) / expected_whole end as share_upper,
    required,
    required_by_now,
    done,
    missed,
    unknown,
    target_state,
    target_since,
    target_role,
    is_set_late,
    status,
    case when status = 'cannot_tell' then if(coalesce(worst, 'unclear') = 'unclear', 'off_track', worst) end as worst_status,
    case when status = 'cannot_tell' then if(coalesce(best, 'unclear') = 'unclear', 'on_track', best) end as best_status,
    case
        when status = 'no_target' then 'no_target'
        when route = 'absent' and has_reading then 'figures_end_early'
        when route = 'absent' then absent_reason
        when status = 'not_due' then if(required is null, 'nothing_expected_yet', 'not_due_yet')
        when required is not null and status = 'cannot_tell' then 'records_missing'
        when kind = 'every_period' and status = 'off_track' then 'period_missed'
        when required is not null then 'records_' || status
        when status = 'cannot_tell' and (route = 'unclear_target' or way = 'unclear') then 'baseline_unclear'
        when status = 'cannot_tell' then 'bounds_disagree'
        when status = 'achieved' then 'target_met'
        when is_final then 'target_missed'
        else 'pace_' || status
    end as reason_code,
    case when route = 'absent' then absence end as absence,
    case when route = 'absent' then missing else [] end as missing,
    observation_ids
from answered
