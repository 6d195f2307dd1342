-- What the documents make known of a metric in a year: its figure, or why what they state is none.
-- Grain: one row per organisation, metric and year that any document in force states.
-- Readings agree where their bounds have a value in common (40余份 and 43份): the most exact of them is the figure.
-- Value and bounds are null where they contradict each other, and where only parts, a window or a requirement is stated.
-- is_restated: a later report gives another value for the year than the year's own report.
with ranked as (
    select
        whole.*,
        row_number() over (
            partition by whole.organisation_id, whole.metric_id, whole.year
            order by
                whole.upper - whole.lower asc nulls last,
                whole.lower desc nulls last,
                whole.upper asc nulls last,
                whole.document_year desc,
                whole.observation_id asc
        ) as place
    from staging.whole as whole
    where whole.voice = 1
),

agreement as (
    select
        best.organisation_id,
        best.metric_id,
        best.year,
        coalesce(max(reading.lower) <= min(reading.upper), true)
        and count(*) = count(comparable.unit) as is_agreed
    from ranked as best
    inner join ranked as reading
        on
            best.organisation_id = reading.organisation_id
            and best.metric_id = reading.metric_id
            and best.year = reading.year
    left join staging.comparable_unit as comparable
        on best.unit = comparable.unit and reading.unit = comparable.other_unit
    where best.place = 1
    group by best.organisation_id, best.metric_id, best.year
),

figure as (
    select best.*
    from ranked as best
    inner join agreement
        on
            best.organisation_id = agreement.organisation_id
            and best.metric_id = agreement.metric_id
            and best.year = agreement.year
    where best.place = 1 and agreement.is_agreed
),

restated as (
    select distinct
        figure.organisation_id,
        figure.metric_id,
        figure.year
    from figure
    inner join staging.whole as later
        on
            figure.organisation_id = later.organisation_id
            and figure.metric_id = later.metric_id
            and figure.year = later.year
            and figure.period_start = later.period_start
    left join staging.comparable_unit as comparable
        on figure.unit = comparable.unit and later.unit = comparable.other_unit
    where
        later.voice > 1
        and later.document_type = 'annual_report'
        and (later.lower > figure.upper or later.upper < figure.lower or comparable.unit is null)
),

stated as (
    select
        stated.organisation_id,
        stated.metric_id,
        stated.year,
        bool_or(whole.observation_id is not null) as has_whole,
        bool_or(stated.kind = metric.kind) as has_result,
        bool_or(stated.kind = 'window') as has_window
    from staging.stated as stated
    inner join catalogue.metrics as metric
        on stated.metric_id = metric.metric_id
    left join staging.whole as whole
        on stated.observation_id = whole.observation_id
    group by stated.organisation_id, stated.metric_id, stated.year
)

select
    stated.organisation_id,
    stated.metric_id,
    stated.year,
    figure.value,
    figure.lower,
    figure.upper,
    figure.qualifier,
    figure.unit,
    figure.period_start,
    figure.period_end,
    figure.observation_id,
    figure.review_state,
    restated.metric_id is not null as is_restated,
    case
        when figure.observation_id is not null then null
        when stated.has_whole then 'conflicting_values'
        when stated.has_result then 'only_parts'
        when stated.has_window then 'only_window'
        else 'only_requirement'
    end as reason
from stated
left join figure
    on
        stated.organisation_id = figure.organisation_id
        and stated.metric_id = figure.metric_id
        and stated.year = figure.year
left join restated
    on
        stated.organisation_id = restated.organisation_id
        and stated.metric_id = restated.metric_id
        and stated.year = restated.year
