-- Every figure of metrics and derived metrics as it would be compared: as it is (basis empty), and each count divided by the
-- organisation's own denominator.
-- Grain: one row per organisation, metric, year and basis that has a figure; value and bounds are null without a denominator.
-- reason: why it is compared with nobody, the first that applies; null where it may be.
-- lower = per × lower ÷ denominator's upper, upper = per × upper ÷ denominator's lower: 43余宗 of 4 communities is at least
-- 10.75 each.
-- unit_class, source_class, start_month, end_month: what must be the same for two figures to be comparable.
with excerpt as (
    select distinct observation.observation_id
    from raw.observations as observation
    inner join raw.documents as document
        on observation.document_id = document.document_id
    where document.extent = 'excerpt'
),

figures as (
    select
        figure.organisation_id,
        figure.metric_id,
        figure.year,
        figure.value,
        figure.lower,
        figure.upper,
        figure.unit,
        figure.kind,
        metric.direction,
        metric.definition_zh is not null as has_definition,
        coalesce(counter.counter_class, figure.unit) as unit_class,
        if(figure.source = 'ledger', 'ledger', 'report') as source_class,
        excerpt.observation_id is not null as is_excerpt,
        month(figure.period_start) as start_month,
        month(figure.period_end) as end_month
    from marts.metric_year as figure
    inner join catalogue.metrics as metric
        on figure.metric_id = metric.metric_id
    left join staging.metric_counter_class as class
        on figure.metric_id = class.metric_id
    left join catalogue.counters as counter
        on class.counter_class = counter.counter_class and figure.unit = counter.counter
    left join excerpt
        on figure.observation_id = excerpt.observation_id
    where figure.value is not null
),

shares as (
    select
        figure.organisation_id,
        figure.metric_id,
        figure.year,
        figure.value,
        figure.lower,
        figure.upper,
        figure.unit,
        figure.kind,
        derived.direction,
        derived.definition_zh is not null as has_definition,
        figure.unit as unit_class,
        if(part.source_class = whole.source_class, part.source_class, 'mixed') as source_class,
        part.is_excerpt or whole.is_excerpt as is_excerpt,
        month(figure.period_start) as start_month,
        month(figure.period_end) as end_month
    from marts.derived_year as figure
    inner join catalogue.derived as derived
        on figure.metric_id = derived.metric_id
    inner join figures as part
        on
            derived.numerator_id = part.metric_id
            and figure.organisation_id = part.organisation_id
            and figure.year = part.year
    inner join figures as whole
        on
            derived.denominator_id = whole.metric_id
            and figure.organisation_id = whole.organisation_id
            and figure.year = whole.year
    where figure.value is not null
),

divided as (
    select
        figure.* replace (
            try_cast(round(basis.per * figure.value / nullif(whole.value, 0), 4) as decimal(20, 4)) as value,
            case
                when whole.value is null or whole.value = 0 or figure.lower is null then null
                when whole.upper is null then 0
                else try_cast(round(basis.per * figure.lower / nullif(whole.upper, 0), 4) as decimal(20, 4))
            end as lower,
            case
                when whole.value is null or whole.value = 0 then null
                when figure.upper = 0 then 0
                else try_cast(round(basis.per * figure.upper / nullif(whole.lower, 0), 4) as decimal(20, 4))
            end as upper
        ),
        basis.basis
    from figures as figure
    inner join catalogue.peer_bases as basis
        on figure.kind in ('flow', 'stock', 'money') and figure.metric_id <> basis.denominator_id
    left join figures as whole
        on
            basis.denominator_id = whole.metric_id
            and figure.organisation_id = whole.organisation_id
            and figure.year = whole.year
),

every_figure as (
    select
        *,
        '' as basis
    from figures
    union all by name
    select
        *,
        '' as basis
    from shares
    union all by name
    select *
    from divided
),

place as (
    select
        organisation_id,
        parent_id,
        level,
        count(*) over (partition by parent_id, level) as organisations
    from catalogue.organisations
)

select
    figure.*,
    place.parent_id,
    place.level,
    case
        when figure.kind in ('window', 'standard', 'ordinal') then figure.kind
        when place.parent_id is null then 'no_parent'
        when place.organisations = 1 then 'no_peers'
        when figure.basis = '' and figure.kind <> 'rate' then 'raw_volume'
        when figure.value is null then 'no_denominator'
        when figure.is_excerpt then 'excerpt'
        when not figure.has_definition then 'no_definition'
    end as reason
from every_figure as figure
left join place
    on figure.organisation_id = place.organisation_id
