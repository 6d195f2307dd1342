-- The work goals that a report sets for the year after it, as printed and as the catalogue names them.
-- Grain: one row per organisation, source year and printed goal; goal_id is null where the catalogue has no such goal.
select
    document.organisation_id,
    document.year as source_year,
    coalesce(known.target_year, document.year + 1) as target_year,
    coalesce(known.position, goal.position) as position,
    known.goal_id,
    goal.name,
    goal.parts,
    known.name_zh,
    known.name_en,
    known.parts_zh,
    known.parts_en,
    goal.document_id,
    goal.quote,
    goal.sentence,
    goal.section,
    goal.span_start,
    goal.span_end,
    goal.sentence_start,
    goal.sentence_end
from raw.goals as goal
inner join staging.document_in_force as document
    on goal.document_id = document.document_id
left join catalogue.goals as known
    on
        document.organisation_id = known.organisation_id
        and document.year = known.source_year
        and goal.goal_id = known.goal_id
