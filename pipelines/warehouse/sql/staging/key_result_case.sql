-- Everything that decides the status of a key result, and nothing else: marts.goal_progress reads only this.
-- Grain: one row per key result.
-- target: in the measure's unit; null where there is none, or where it hangs on a baseline that isn't known exactly.
-- base_lower, base_upper: where the way to the target begins; null where that isn't known, or counted in another unit.
-- lower, upper: what the target year's figure is known to lie between, null = unbounded; has_reading says if there is one.
-- observed_to: the last day that the figure covers, never later than the build's date.
-- expected_done ÷ expected_whole: the share of the way that is expected by observed_to: by the milestones, else by last
-- year's months in the ledger, else by the days.
with based as (
    select
        dated.* exclude (target, change_percent, target_state),
        set_target.target,
        set_target.change_percent,
        set_target.target_state,
        set_target.target_since,
        set_target.target_role,
        set_target.is_set_late,
        reading.measure_id is not null and reading.value is not null as has_reading,
        reading.value,
        reading.lower,
        reading.upper,
        reading.qualifier,
        coalesce(reading.unit, base.unit) as unit,
        coalesce(reading.is_cumulative, base.is_cumulative, false) as is_cumulative,
        if(reading.period_end <= dated.as_of, reading.period_end, if(reading.value is null, null, dated.as_of))
            as observed_to,
        case
            when dated.measure_kind = 'practice' then 'no_ledger'
            when dated.kind = 'milestone' then 'no_record'
            when reading.measure_id is null then 'not_loaded'
            else reading.reason
        end as absence,
        coalesce(reading.missing, []) as missing,
        coalesce(reading.observation_ids, []) as observation_ids,
        base.value as base_value,
        case
            when dated.baseline = 'zero' then 0
            when reading.value is null or base.unit = reading.unit or comparable.unit is not null then base.lower
        end as base_lower,
        case
            when dated.baseline = 'zero' then 0
            when reading.value is null or base.unit = reading.unit or comparable.unit is not null then base.upper
        end as base_upper
    from staging.key_result_dated as dated
    inner join staging.key_result_target as set_target
        on dated.key_result_id = set_target.key_result_id
    left join staging.measure_year as reading
        on
            dated.organisation_id = reading.organisation_id
            and dated.measure_id = reading.measure_id
            and dated.year = reading.year
    left join staging.measure_year as base
        on
            dated.organisation_id = base.organisation_id
            and dated.measure_id = base.measure_id
            and base.year = coalesce(dated.baseline_year, if(dated.baseline = 'first_year', dated.first_year, null))
            and base.value is not null
    left join staging.comparable_unit as comparable
        on base.unit = comparable.unit and reading.unit = comparable.other_unit
),

paced as (
    select
        key_result_id,
        max(share) as share
    from (
        select
            based.key_result_id,
            if(milestone.due_on <= least(based.observed_to, based.due), milestone.share, 0) as share
        from based
        inner join catalogue.milestones as milestone
            on based.key_result_id = milestone.key_result_id
    ) as reached
    group by key_result_id
),

-- how much of last year's figure its ledger had counted by the end of the same month: only of a whole year's
profile as (
    select
        based.key_result_id,
        cast(least(100, round(100 * this_month.to_date / whole_year.to_date, 2)) as decimal(8, 2)) as share
    from based
    inner join marts.metric_month as this_month
        on
            based.organisation_id = this_month.organisation_id
            and based.measure_id = this_month.metric_id
            and this_month.month = make_date(based.year - 1, month(based.observed_to), 1)
    inner join marts.metric_month as whole_year
        on
            based.organisation_id = whole_year.organisation_id
            and based.measure_id = whole_year.metric_id
            and whole_year.month = make_date(based.year - 1, 12, 1)
    where
        based.is_cumulative
        and whole_year.is_unbroken
        and whole_year.covered_until = last_day(whole_year.month)
        and whole_year.to_date > 0
        and based.observed_to = last_day(based.observed_to)
)

select
    based.organisation_id,
    based.key_result_id,
    based.kind,
    based.measure_kind,
    based.frequency,
    coalesce(
        based.target,
        case
            when based.base_lower = based.base_upper
                then cast(round(based.base_lower * (100 + based.change_percent) / 100, 4) as decimal(20, 4))
        end
    ) as target,
    based.change_percent is not null as is_relative,
    based.base_lower,
    based.base_upper,
    based.has_reading,
    based.lower,
    based.upper,
    based.is_cumulative,
    based.observed_to,
    based.starts_on,
    based.due,
    based.report_due,
    based.as_of,
    case
        when based.observed_to >= based.due then 1
        when paced.share is not null then paced.share
        when profile.share is not null then profile.share
        else greatest(0, least(based.observed_to, based.due) - based.starts_on + 1)
    end as expected_done,
    case
        when based.observed_to >= based.due then 1
        when paced.share is not null then 100
        when profile.share is not null then 100
        else based.due - based.starts_on + 1
    end as expected_whole,
    tally.required,
    tally.due as required_by_now,
    tally.done,
    tally.missed,
    tally.unknown,
    based.absence,
    based.missing,
    based.observation_ids,
    based.value,
    based.qualifier,
    based.unit,
    based.base_value,
    based.target_state,
    based.target_since,
    based.target_role,
    based.is_set_late,
    based.year
from based
left join paced
    on based.key_result_id = paced.key_result_id
left join profile
    on based.key_result_id = profile.key_result_id
left join staging.key_result_tally as tally
    on based.key_result_id = tally.key_result_id
