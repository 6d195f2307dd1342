-- What organisations came to in the assessment (法治建设考评), of rounds whose grades were published.
-- Grain: one row per organisation, assessing district and assessment year; published by the edition's day.
-- previous_marks, previous_grade_id: of the year before; null where that has none.
select
    grade.organisation_id,
    grade.assessment_year,
    grade.round_id,
    grade.organiser_id,
    grade.name,
    grade.rubric_version,
    grade.marks,
    grade.ceiling,
    grade.grade_id,
    grade.grade_zh,
    grade.grade_en,
    previous.marks as previous_marks,
    previous.grade_id as previous_grade_id,
    grade.published_at
from raw.assessment_grades as grade
cross join raw.build as build
left join raw.assessment_grades as previous
    on
        grade.organisation_id = previous.organisation_id
        and grade.organiser_id = previous.organiser_id
        and grade.assessment_year = previous.assessment_year + 1
where cast(left(grade.published_at, 10) as date) <= build.as_of
