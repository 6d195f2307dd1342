-- severity: warning
-- What a person typed doesn't contradict what a document states for the same metric and period.
select
    concat_ws('/', hand.organisation_id, hand.metric_id, cast(hand.year as varchar)) as subject,
    concat('typed as ', cast(hand.value as varchar), ', stated as ', cast(stated.value as varchar)) as found,
    hand.organisation_id
from staging.hand_year as hand
inner join staging.whole as stated
    on
        hand.organisation_id = stated.organisation_id
        and hand.metric_id = stated.metric_id
        and hand.year = stated.year
        and hand.period_start = stated.period_start
        and hand.period_end = stated.period_end
left join staging.comparable_unit as comparable
    on hand.unit = comparable.unit and stated.unit = comparable.other_unit
where stated.lower > hand.upper or stated.upper < hand.lower or comparable.unit is null
