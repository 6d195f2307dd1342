-- severity: warning
-- Every milestone, practice, problem and key result that people recorded something of is still there: a day that was
-- changed, or an entry that was taken away, leaves what was said of it without effect.
select
    concat_ws('/', said.kind, said.item_id, cast(said.due_on as varchar)) as subject,
    said.found,
    said.organisation_id
from (
    select
        record.subject_type as kind,
        record.item_id,
        record.due_on,
        concat(record.state, ' ', cast(record.on_day as varchar)) as found,
        record.organisation_id
    from raw.records as record
    left join staging.key_result_mark as mark
        on record.item_id = mark.key_result_id and record.due_on = mark.due_on
    left join catalogue.milestones as milestone
        on record.item_id = milestone.key_result_id and record.due_on = milestone.due_on
    left join catalogue.practices as practice
        on record.subject_type = 'practice' and record.item_id = practice.practice_id
    left join marts.rectification as problem
        on
            record.subject_type = 'problem'
            and record.organisation_id = problem.organisation_id
            and record.item_id = problem.problem_id
    cross join raw.build as build
    where
        record.on_day <= build.as_of
        and case record.subject_type
            when 'milestone' then mark.key_result_id is null and milestone.key_result_id is null
            when 'practice' then practice.practice_id is null
            else problem.problem_id is null
        end
    union all
    select
        'target' as kind,
        target.key_result_id as item_id,
        null as due_on,
        concat(target.state, ' ', cast(target.since as varchar)) as found,
        null as organisation_id
    from raw.targets as target
    left join catalogue.key_results as key_result
        on target.key_result_id = key_result.key_result_id
    where key_result.key_result_id is null
) as said
