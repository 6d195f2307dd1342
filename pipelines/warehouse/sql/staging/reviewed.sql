-- Every reading as people left it, numbers that a person mapped to a metric among them: a correction replaces what was read; a decision on another reading of the same place
-- doesn't hold, and the figure is open again.
-- Grain: one row per observation.
-- review_state: unreviewed, accepted, corrected, rejected.  steps of steps_of are done of a review that isn't over.
-- read_…: what was read where a correction stands; as it is elsewhere.
with read as (
    select
        observation_id,
        reading_hash,
        document_id,
        metric_id,
        scope,
        value,
        lower,
        upper,
        qualifier,
        unit,
        kind,
        period_start,
        period_end,
        span_start,
        span_end,
        original_start,
        original_end,
        quote,
        sentence,
        sentence_start,
        sentence_end,
        section,
        place,
        confidence,
        runner_up_id,
        flags
    from raw.observations
    union all
    select
        quantity_id as observation_id,
        reading_hash,
        document_id,
        metric_id,
        scope,
        value,
        lower,
        upper,
        qualifier,
        unit,
        kind,
        period_start,
        period_end,
        span_start,
        span_end,
        original_start,
        original_end,
        quote,
        sentence,
        sentence_start,
        sentence_end,
        section,
        place,
        1 as confidence,
        null as runner_up_id,
        list_append(flags, 'mapped_by_hand') as flags
    from staging.quantity
    where metric_id is not null
)

select
    observation.observation_id,
    observation.reading_hash,
    observation.document_id,
    if(review.state = 'corrected', review.metric_id, observation.metric_id) as metric_id,
    if(review.state = 'corrected', review.scope, observation.scope) as scope,
    if(review.state = 'corrected', review.value, observation.value) as value,
    if(review.state = 'corrected', review.lower, observation.lower) as lower,
    if(review.state = 'corrected', review.upper, observation.upper) as upper,
    if(review.state = 'corrected', review.qualifier, observation.qualifier) as qualifier,
    if(review.state = 'corrected', review.unit, observation.unit) as unit,
    if(review.state = 'corrected', review.kind, observation.kind) as kind,
    if(review.state = 'corrected', review.period_start, observation.period_start) as period_start,
    if(review.state = 'corrected', review.period_end, observation.period_end) as period_end,
    observation.value as read_value,
    observation.qualifier as read_qualifier,
    observation.unit as read_unit,
    observation.metric_id as read_metric_id,
    case when review.state in ('accepted', 'corrected', 'rejected') then review.state else 'unreviewed' end as review_state,
    coalesce(review.steps, 0) as steps,
    coalesce(review.of, 0) as steps_of,
    review.event_id,
    review.actor_id,
    review.decided_at,
    observation.span_start,
    observation.span_end,
    observation.original_start,
    observation.original_end,
    observation.quote,
    observation.sentence,
    observation.sentence_start,
    observation.sentence_end,
    observation.section,
    observation.place,
    observation.confidence,
    observation.runner_up_id,
    observation.flags
from read as observation
left join raw.reviews as review
    on observation.observation_id = review.observation_id and observation.reading_hash = review.reading_hash
