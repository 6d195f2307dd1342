-- Marks of the assessment (法治建设考评), line by line, of rounds whose grades were published.
-- Grain: one row per organisation, assessment year and line of the rubric that got marks.
-- marks: null where the line doesn't apply to the organisation.  value, lower, upper: what its rule was fed with.
select
    score.organisation_id,
    score.assessment_year,
    score.item_id,
    score.round_id,
    score.parent_id,
    score.position,
    score.name_zh,
    score.name_en,
    score.rule,
    score.marks,
    score.ceiling,
    score.marks is not null as is_applicable,
    score.value,
    score.lower,
    score.upper,
    score.unit,
    score.origin,
    score.observation_ids,
    score.materials,
    score.is_ruled,
    score.event_id,
    score.scored_at
from raw.assessment_scores as score
inner join marts.assessment_grade as grade
    on score.organisation_id = grade.organisation_id and score.round_id = grade.round_id
