-- The target that a key result is judged by: the one that people set and that held on that day, else the shipped one.
-- Grain: one row per key result.
-- A key result is judged on its due day, at most on the build's date: what was set for a later day changes nothing.
-- What was confirmed holds until another is confirmed: a proposal beside it is a proposal.
-- target_since: from when it holds; null for a shipped one.  is_set_late: recorded only after the due day.
with held as (
    select
        dated.key_result_id,
        said.* exclude (key_result_id)
    from staging.key_result_dated as dated
    inner join raw.targets as said
        on dated.key_result_id = said.key_result_id
    where said.since <= least(dated.as_of, coalesce(dated.due, dated.as_of))
    qualify
        row_number() over (
            partition by dated.key_result_id
            order by if(said.state = 'confirmed', 0, 1), said.since desc, said.sequence desc
        ) = 1
)

select
    dated.key_result_id,
    if(held.event_id is null, dated.target, held.value) as target,
    if(held.event_id is null, dated.change_percent, held.change_percent) as change_percent,
    coalesce(held.state, dated.target_state) as target_state,
    held.since as target_since,
    held.role as target_role,
    -- times of decisions are in UTC, days in Shanghai
    coalesce(
        cast(cast(left(held.decided_at, 19) as timestamp) + interval 8 hour as date) > dated.due, false
    ) as is_set_late
from staging.key_result_dated as dated
left join held
    on dated.key_result_id = held.key_result_id
