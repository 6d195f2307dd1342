-- Numbers that no metric takes, each with an id that holds as long as its document and its place do, and what a person
-- mapped it to.
-- Grain: one row per printed number.
-- reading_hash: changes when the same place is read as another number; a mapping then doesn't hold.
with named as (
    select
        unmapped.*,
        'q' || left(
            sha256(
                concat_ws(
                    '|',
                    document.sha256,
                    if(
                        unmapped.place is null,
                        concat_ws('|', unmapped.original_start, unmapped.original_end),
                        concat_ws(
                            '|',
                            to_json(unmapped.place),
                            unmapped.place_offset,
                            unmapped.original_end - unmapped.original_start
                        )
                    )
                )
            ),
            15
        ) as quantity_id,
        left(
            sha256(
                concat_ws(
                    '|',
                    coalesce(cast(unmapped.value as varchar), ''),
                    coalesce(cast(unmapped.lower as varchar), ''),
                    coalesce(cast(unmapped.upper as varchar), ''),
                    unmapped.qualifier,
                    unmapped.unit
                )
            ),
            16
        ) as reading_hash
    from raw.unmapped as unmapped
    inner join raw.documents as document
        on unmapped.document_id = document.document_id
)

select
    named.*,
    mapping.metric_id,
    mapping.scope,
    mapping.kind,
    mapping.period_start,
    mapping.period_end
from named
left join raw.mappings as mapping
    on named.quantity_id = mapping.quantity_id and named.reading_hash = mapping.reading_hash
