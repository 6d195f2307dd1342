-- Whether a year's report states a practice, and how often it says the practice is kept.
-- Grain: one row per organisation, practice and year.
-- A report's silence is no proof that a practice lapsed: that answer needs a ledger.
with stated as (
    select
        document.organisation_id,
        document.year,
        practice.*
    from raw.practices as practice
    inner join staging.document_in_force as document
        on practice.document_id = document.document_id
)

select
    document.organisation_id,
    practice.practice_id,
    document.year,
    case when stated.practice_id is not null then 'stated' else 'unknown' end as status,
    case
        when stated.practice_id is not null then null
        when document.extent = 'whole' then 'silent'
        else 'excerpt'
    end as reason,
    stated.frequency,
    stated.document_id,
    stated.quote,
    stated.sentence,
    stated.section,
    stated.span_start,
    stated.span_end,
    stated.sentence_start,
    stated.sentence_end
from staging.document_in_force as document
cross join catalogue.practices as practice
left join stated
    on
        document.organisation_id = stated.organisation_id
        and document.year = stated.year
        and practice.practice_id = stated.practice_id
