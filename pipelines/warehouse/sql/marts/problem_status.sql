-- What became of each problem that a report named, from the year that named it on.
-- Grain: one row per organisation, problem and year; problem_id is null for a printed problem that the catalogue lacks,
-- which has a row only in the year whose report names it.
-- open: named, and nothing known that closes it; repeated: named again by a later report.
with stated as (
    select
        document.organisation_id,
        document.year,
        known.problem_id,
        problem.* exclude (problem_id)
    from raw.problems as problem
    inner join staging.document_in_force as document
        on problem.document_id = document.document_id
    left join catalogue.problems as known
        on
            problem.problem_id = known.problem_id
            and document.organisation_id = known.organisation_id
            and known.source_year <= document.year
),

followed as (
    select
        document.organisation_id,
        problem.problem_id,
        document.year,
        problem.source_year,
        problem.position,
        document.extent
    from catalogue.problems as problem
    inner join staging.document_in_force as document
        on problem.organisation_id = document.organisation_id and problem.source_year <= document.year
    union all
    select
        organisation_id,
        null as problem_id,
        year,
        year as source_year,
        position,
        null as extent
    from stated
    where problem_id is null
)

select
    followed.organisation_id,
    followed.problem_id,
    followed.year,
    followed.source_year,
    coalesce(stated.position, followed.position) as position,
    case
        when stated.document_id is not null and followed.year > followed.source_year then 'repeated'
        else 'open'
    end as status,
    case
        when stated.document_id is not null then null
        when followed.extent = 'whole' then 'silent'
        else 'excerpt'
    end as reason,
    stated.document_id,
    stated.name,
    stated.parts,
    stated.quote,
    stated.sentence,
    stated.section,
    stated.span_start,
    stated.span_end,
    stated.sentence_start,
    stated.sentence_end
from followed
left join stated
    on
        followed.organisation_id = stated.organisation_id
        and followed.year = stated.year
        and (
            followed.problem_id = stated.problem_id
            or (followed.problem_id is null and stated.problem_id is null and followed.position = stated.position)
        )
