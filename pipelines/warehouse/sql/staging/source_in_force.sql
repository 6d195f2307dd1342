-- The one document of each type that speaks for an organisation and year.
-- Grain: one row per organisation, year and type (annual_report, draft_report, enforcement_data, disclosure_report).
-- A whole document before an excerpt, either before one of which only the figures are held; then the original before a restatement, the later publication, then the id.
with ranked as (
    select
        document_id,
        organisation_id,
        year,
        type,
        extent,
        nature,
        row_number() over (
            partition by organisation_id, year, type
            order by
                case extent when 'whole' then 0 when 'excerpt' then 1 else 2 end,
                case nature when 'original' then 0 else 1 end,
                published_on desc nulls last,
                document_id desc
        ) as place
    from raw.documents
)

select
    document_id,
    organisation_id,
    year,
    type,
    extent,
    nature
from ranked
where place = 1
