-- What people recorded of a milestone or a month of a key result, as of the build's date.
-- Grain: one row per key result and day that something is due.  The record about the latest day counts, of those the last.
select
    record.item_id as key_result_id,
    record.due_on,
    record.state = 'done' as is_met,
    record.on_day,
    record.event_id
from raw.records as record
cross join raw.build as build
where record.subject_type = 'milestone' and record.on_day <= build.as_of
qualify row_number() over (
    partition by record.item_id, record.due_on order by record.on_day desc, record.sequence desc
) = 1
