-- Derived metrics: one metric as a share of another, in %.
-- Grain: one row per organisation, derived metric and year that the board knows anything of.
-- qualifier: which of its bounds the value is; about where it is neither.
-- lower = numerator's lower ÷ denominator's upper, upper = numerator's upper ÷ denominator's lower, within 0–100.
-- No value where a part has none (`missing` names the parts), where the parts cover different periods or contradict each
-- other (the numerator is certainly larger), or where there was nothing to count (denominator 0).
with parts as (
    select
        part.organisation_id,
        derived.metric_id,
        part.year,
        part.value as part_value,
        part.lower as part_lower,
        part.upper as part_upper,
        whole.value as whole_value,
        whole.lower as whole_lower,
        whole.upper as whole_upper,
        part.period_start,
        part.period_end,
        part.period_end <> whole.period_end
        or (part.kind <> 'stock' and whole.kind <> 'stock' and part.period_start <> whole.period_start) as is_apart,
        part.observation_id as part_observation_id,
        whole.observation_id as whole_observation_id,
        list_filter(
            [
                case when part.value is null then derived.numerator_id end,
                case when whole.value is null then derived.denominator_id end
            ],
            lambda part_id : part_id is not null
        ) as missing
    from catalogue.derived as derived
    inner join marts.metric_year as part
        on derived.numerator_id = part.metric_id
    inner join marts.metric_year as whole
        on
            derived.denominator_id = whole.metric_id
            and part.organisation_id = whole.organisation_id
            and part.year = whole.year
),

judged as (
    select
        *,
        case
            when len(missing) > 0 then 'parts_missing'
            when is_apart then 'periods_differ'
            when part_lower > whole_upper then 'parts_contradict'
            when whole_upper = 0 and period_end < make_date(year, 12, 31) then 'nothing_due_yet'
            when whole_upper = 0 then 'nothing_due'
        end as reason
    from parts
),

divided as (
    select
        *,
        cast(least(100, round(100 * part_value / nullif(whole_value, 0), 4)) as decimal(20, 4)) as value,
        cast(coalesce(round(100 * part_lower / whole_upper, 4), 0) as decimal(20, 4)) as lower,
        cast(least(100, coalesce(round(100 * part_upper / nullif(whole_lower, 0), 4), 100)) as decimal(20, 4)) as upper
    from judged
    where reason is null
    union all by name
    select *
    from judged
    where reason is not null
)

select
    organisation_id,
    metric_id,
    year,
    value,
    lower,
    upper,
    case
        when value is null then null
        when lower = upper then 'exact'
        when lower = value then 'at_least'
        when upper = value then 'at_most'
        else 'about'
    end as qualifier,
    '%' as unit,
    'rate' as kind,
    case when reason is null then period_start end as period_start,
    case when reason is null then period_end end as period_end,
    reason,
    missing,
    list_filter([part_observation_id, whole_observation_id], lambda found : found is not null) as observation_ids
from divided
