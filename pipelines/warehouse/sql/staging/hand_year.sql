-- The figure of a metric and year that a person typed, where it may stand as one: of the metric's own kind and of its
-- whole, and of a year from its beginning on, as in staging.whole.
-- Grain: one row per organisation, metric and year.  voice: 0 corrected in its review, 1 accepted, 2 not reviewed.
with ranked as (
    select
        hand.organisation_id,
        reviewed.metric_id,
        cast(year(reviewed.period_end) as integer) as year,
        reviewed.value,
        reviewed.lower,
        reviewed.upper,
        reviewed.qualifier,
        reviewed.unit,
        reviewed.period_start,
        reviewed.period_end,
        reviewed.observation_id,
        reviewed.review_state,
        case reviewed.review_state when 'corrected' then 0 when 'accepted' then 1 else 2 end as voice,
        row_number() over (
            partition by hand.organisation_id, reviewed.metric_id, year(reviewed.period_end)
            order by
                case reviewed.review_state when 'corrected' then 0 when 'accepted' then 1 else 2 end,
                reviewed.period_end desc,
                case when reviewed.kind = 'window' then reviewed.period_start end desc nulls last,
                reviewed.period_start asc,
                reviewed.observation_id asc
        ) as place
    from staging.reviewed as reviewed
    inner join raw.hand as hand
        on reviewed.observation_id = hand.observation_id
    inner join catalogue.metrics as metric
        on reviewed.metric_id = metric.metric_id and reviewed.kind = metric.kind
    where
        reviewed.review_state <> 'rejected'
        and reviewed.scope = ''
        and (
            reviewed.kind in ('stock', 'ordinal', 'window')
            or reviewed.period_start = make_date(year(reviewed.period_end), 1, 1)
        )
)

select * exclude (place)
from ranked
where place = 1
