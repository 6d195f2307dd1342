-- The problems of any source with what became of them, and who mends them by when.
-- Grain: one row per problem.
select
    rectification.*,
    coalesce(owner.name_zh, rectification.owner_id) as owner_zh,
    coalesce(owner.name_en, rectification.owner_id) as owner_en
from marts.rectification as rectification
left join catalogue.owners as owner
    on rectification.owner_id = owner.owner_id
where rectification.organisation_id = $organisation_id
order by rectification.source_year, rectification.position, rectification.problem_id
