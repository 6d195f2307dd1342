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
        max(month) as month
    from marts.practice_month
    where is_kept
    group by organisation_id, practice_id, year(month)
),

-- the last word for a practice up to each year, whoever gives it
spoken as (
    select
        years.organisation_id,
        years.year,
        word.practice_id,
        max(word.year) filter (where word.month is null) as stated_year,
        max(word.month) as shown_month
    from years
    inner join (
        select
            organisation_id,
            practice_id,
            year,
            null as month
        from stated
        union all
        select
            organisation_id,
            practice_id,
            year,
            month
        from shown
    ) as word
        on years.organisation_id = word.organisation_id and word.year <= years.year
    group by years.organisation_id, years.year, word.practice_id
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
                and coalesce(spoken.shown_month <= recorded.on_day, true)
                and coalesce(spoken.stated_year <= year(recorded.on_day), true)
                then 'lapsed'
            when recorded.state = 'in_place' and year(recorded.on_day) = years.year then 'evidenced'
            when shown.month is not null then 'evidenced'
            when stated.practice_id is not null then 'stated'
            else 'unknown'
        end as status,
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
    left join spoken
        on
            years.organisation_id = spoken.organisation_id
            and years.year = spoken.year
            and practice.practice_id = spoken.practice_id
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
    * exclude (organisation_id, practice_id, year, status, extent)
from judged
