-- What became of each problem that a report named or somebody found, from the year that named it on.
-- Grain: one row per organisation, problem and year; problem_id is null for a printed problem that the catalogue lacks,
-- which has a row only in the year whose report names it.
-- source: report, or who found it (supervision, audit, court …).
-- open: named, and nothing known that closes it; measure_taken, closed: an accepted record up to the year's end says so;
-- repeated: named again by a later report, or found again, and no record later than that says otherwise.
-- restated_year: the last report up to the year that named it again.
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

spoken as (
    select
        organisation_id,
        year(found_on) as year,
        found_on as day
    from raw.findings
    union all
    select
        organisation_id,
        year(on_day) as year,
        on_day as day
    from raw.records
    where subject_type = 'problem'
),

years as (
    select
        organisation_id,
        year,
        extent
    from staging.document_in_force
    union all
    select distinct
        spoken.organisation_id,
        spoken.year,
        'none' as extent
    from spoken
    cross join raw.build as build
    left join staging.document_in_force as document
        on spoken.organisation_id = document.organisation_id and spoken.year = document.year
    where spoken.day <= build.as_of and document.year is null
),

followed as (
    select
        years.organisation_id,
        problem.problem_id,
        years.year,
        problem.source_year,
        problem.position,
        years.extent,
        'report' as source,
        null as owner_id,
        null as repeats,
        null as found_name
    from catalogue.problems as problem
    inner join years
        on problem.organisation_id = years.organisation_id and problem.source_year <= years.year
    union all
    select
        finding.organisation_id,
        finding.problem_id,
        years.year,
        year(finding.found_on) as source_year,
        1000 + row_number() over (partition by finding.organisation_id, years.year order by finding.found_on, finding.sequence)
            as position,
        null as extent,
        finding.source,
        finding.owner_id,
        nullif(finding.repeats, '') as repeats,
        finding.name as found_name
    from raw.findings as finding
    cross join raw.build as build
    inner join years
        on finding.organisation_id = years.organisation_id and year(finding.found_on) <= years.year
    where finding.found_on <= build.as_of
    union all
    select
        organisation_id,
        null as problem_id,
        year,
        year as source_year,
        position,
        null as extent,
        'report' as source,
        null as owner_id,
        null as repeats,
        null as found_name
    from stated
    where problem_id is null
),

recorded as (
    select
        years.year,
        record.*
    from years
    cross join raw.build as build
    inner join raw.records as record
        on
            years.organisation_id = record.organisation_id
            and record.subject_type = 'problem'
            and record.on_day <= least(build.as_of, make_date(years.year, 12, 31))
    qualify row_number() over (
        partition by record.organisation_id, record.item_id, years.year order by record.on_day desc, record.sequence desc
    ) = 1
),

found_again as (
    select
        years.organisation_id,
        finding.repeats as problem_id,
        years.year,
        max(finding.found_on) as found_on
    from years
    cross join raw.build as build
    inner join raw.findings as finding
        on
            years.organisation_id = finding.organisation_id
            and finding.repeats <> ''
            and finding.found_on <= least(build.as_of, make_date(years.year, 12, 31))
    group by years.organisation_id, finding.repeats, years.year
),

restated as (
    select
        followed.organisation_id,
        followed.problem_id,
        followed.year,
        max(stated.year) as year_of_report
    from followed
    inner join stated
        on
            followed.organisation_id = stated.organisation_id
            and followed.problem_id = stated.problem_id
            and stated.year > followed.source_year
            and stated.year <= followed.year
    group by followed.organisation_id, followed.problem_id, followed.year
),

judged as (
    select
        followed.*,
        recorded.state as record_state,
        recorded.on_day as record_on,
        recorded.reference as record_reference,
        coalesce(recorded.materials, []) as record_materials,
        recorded.event_id as record_id,
        restated.year_of_report as restated_year,
        found_again.found_on as found_again_on,
        case
            when restated.year_of_report >= coalesce(year(recorded.on_day), 0) then 'repeated'
            when found_again.found_on > coalesce(recorded.on_day, make_date(1, 1, 1)) then 'repeated'
            when recorded.state is not null then recorded.state
            when followed.repeats is not null then 'repeated'
            else 'open'
        end as status,
        stated.* exclude (organisation_id, year, problem_id, position),
        coalesce(stated.position, followed.position) as listed_at
    from followed
    left join stated
        on
            followed.organisation_id = stated.organisation_id
            and followed.year = stated.year
            and (
                followed.problem_id = stated.problem_id
                or (followed.problem_id is null and stated.problem_id is null and followed.position = stated.position)
            )
    left join recorded
        on
            followed.organisation_id = recorded.organisation_id
            and followed.problem_id = recorded.item_id
            and followed.year = recorded.year
    left join found_again
        on
            followed.organisation_id = found_again.organisation_id
            and followed.problem_id = found_again.problem_id
            and followed.year = found_again.year
    left join restated
        on
            followed.organisation_id = restated.organisation_id
            and followed.problem_id = restated.problem_id
            and followed.year = restated.year
)

select
    organisation_id,
    problem_id,
    year,
    source_year,
    listed_at as position,
    source,
    owner_id,
    repeats,
    status,
    case
        when document_id is not null or source <> 'report' or record_state is not null or found_again_on is not null
            then null
        when extent = 'whole' then 'silent'
        when extent = 'excerpt' then 'excerpt'
        else 'not_loaded'
    end as reason,
    record_state,
    record_on,
    record_reference,
    record_materials,
    record_id,
    restated_year,
    document_id,
    coalesce(name, found_name) as name,
    parts,
    quote,
    sentence,
    section,
    span_start,
    span_end,
    sentence_start,
    sentence_end
from judged
