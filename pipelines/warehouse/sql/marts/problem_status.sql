-- What became of each problem that a report named, from the year that named it on.
-- Grain: one row per organisation, problem and year.
-- open: named, and nothing known that closes it; repeated: named again by a later report.
with stated as (
    select
        document.organisation_id,
        document.year,
        problem.*
    from raw.problems as problem
    inner join staging.document_in_force as document
        on problem.document_id = document.document_id
    where problem.problem_id is not null
)

select
    document.organisation_id,
    problem.problem_id,
    document.year,
    case
        when stated.problem_id is not null and document.year > problem.source_year then 'repeated'
        else 'open'
    end as status,
    case
        when stated.problem_id is not null then null
        when document.extent = 'whole' then 'silent'
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
from catalogue.problems as problem
inner join staging.document_in_force as document
    on problem.organisation_id = document.organisation_id and problem.source_year <= document.year
left join stated
    on
        problem.organisation_id = stated.organisation_id
        and problem.problem_id = stated.problem_id
        and document.year = stated.year
