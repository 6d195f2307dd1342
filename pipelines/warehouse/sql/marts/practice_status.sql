-- Whether a practice is kept, as a year's report states it, ledgers show it, or people recorded it.
-- Grain: one row per organisation, practice and year that has a document or a record.
-- evidenced: a ledger's rows or an accepted record of the year show it; lapsed: an accepted record says so and nothing
-- later speaks against it.  A report's silence is no proof that a practice lapsed.
-- evidence: ledger or record, whichever decides; record_*: the record that was in force at the year's end.
with years as (
    select
        organisation_id,
        year,
        extent
    from staging.document_in_force
    union all
    select
        record.organisation_id,
        year(record.on_day) as year,
        'none' as extent
    from raw.records as record
    cross join raw.build as build
    left join staging.document_in_force as document
        on record.organisation_id = document.organisation_id and year(record.on_day) = document.year
    where record.subject_type = 'practice' and record.on_day <= build.as_of and document.year is null
    group by record.organisation_id, year(record.on_day)
),

stated as (
    select
        document.organisation_id,
        document.year,
        practice.*
    from raw.practices as practice
    inner join staging.document_in_force as document
        on practice.document_id = document.document_id
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
            and record.subject_type = 'practice'
            and record.on_day <= least(build.as_of, make_date(years.year, 12, 31))
    qualify row_number() over (
        partition by record.organisation_id, record.item_id, years.year order by record.on_day desc, record.sequence desc
    ) = 1
),

shown as (
    select
        organisation_id,
        practice_id,
        year(month) as year,
        max(last_day(month)) as until
    from marts.practice_month
    where is_kept
    group by organisation_id, practice_id, year(month)
),

judged as (
    select
        years.organisation_id,
        practice.practice_id,
        years.year,
        years.extent,
        case
            when
                recorded.state = 'lapsed'
                and (shown.until is null or shown.until < recorded.on_day)
                and (year(recorded.on_day) = years.year or (stated.practice_id is null and shown.until is null))
                then 'lapsed'
            when recorded.state = 'in_place' and year(recorded.on_day) = years.year then 'evidenced'
            when shown.until is not null then 'evidenced'
            when stated.practice_id is not null then 'stated'
            else 'unknown'
        end as status,
        shown.until is not null as is_shown,
        recorded.state as record_state,
        recorded.on_day as record_on,
        recorded.owner_id as record_owner_id,
        recorded.reference as record_reference,
        coalesce(recorded.materials, []) as record_materials,
        recorded.event_id as record_id,
        stated.frequency,
        stated.document_id,
        stated.quote,
        stated.sentence,
        stated.section,
        stated.span_start,
        stated.span_end,
        stated.sentence_start,
        stated.sentence_end
    from years
    cross join catalogue.practices as practice
    left join stated
        on
            years.organisation_id = stated.organisation_id
            and years.year = stated.year
            and practice.practice_id = stated.practice_id
    left join recorded
        on
            years.organisation_id = recorded.organisation_id
            and years.year = recorded.year
            and practice.practice_id = recorded.item_id
    left join shown
        on
            years.organisation_id = shown.organisation_id
            and years.year = shown.year
            and practice.practice_id = shown.practice_id
)

select
    organisation_id,
    practice_id,
    year,
    status,
    case
        when status <> 'unknown' then null
        when extent = 'whole' then 'silent'
        when extent = 'excerpt' then 'excerpt'
        else 'not_loaded'
    end as reason,
    case
        when status = 'lapsed' then 'record'
        when status = 'evidenced' and record_state = 'in_place' and year(record_on) = year then 'record'
        when status = 'evidenced' then 'ledger'
    end as evidence,
    * exclude (organisation_id, practice_id, year, status, extent, is_shown)
from judged
