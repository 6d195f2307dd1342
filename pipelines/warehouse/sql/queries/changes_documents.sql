-- Documents that only one of two editions was built from, or that speak for their year in one of them only.
-- Grain: one row per document.  Another text, extent or nature under the same id is a change.  before, after: extent where it speaks for its year, else superseded.
select
    coalesce(now.organisation_id, earlier.organisation_id) as organisation_id,
    coalesce(now.document_id, earlier.document_id) as item_id,
    coalesce(now.year, earlier.year) as year,
    coalesce(now.title, earlier.title) as name_zh,
    coalesce(now.title, earlier.title) as name_en,
    case
        when earlier.document_id is null then 'new'
        when now.document_id is null then 'missing'
        else 'changed'
    end as change,
    case when earlier.document_id is not null then if(earlier.superseded_by is null, earlier.extent, 'superseded') end
        as before_word,
    case when now.document_id is not null then if(now.superseded_by is null, now.extent, 'superseded') end as after_word
from before.marts.document as earlier
full join after.marts.document as now
    on earlier.document_id = now.document_id
where
    ($organisation_id is null or coalesce(now.organisation_id, earlier.organisation_id) = $organisation_id)
    and (
        earlier.document_id is null
        or now.document_id is null
        or earlier.extent <> now.extent
        or earlier.nature <> now.nature
        or earlier.sha256 <> now.sha256
        or (earlier.superseded_by is null) <> (now.superseded_by is null)
    )
order by year, item_id
