-- marts.peer_year of one organisation and year, with names, and the least and the most of those it is compared with.
-- Grain: one row per metric (derived ones too) and basis, in the order of the catalogue.
-- others: the values of the comparable others, without their names, where there is a median.
with named as (
    select
        metric_id,
        name_zh,
        name_en,
        position
    from catalogue.metrics
    union all
    select
        metric_id,
        name_zh,
        name_en,
        position + 10000 as position
    from catalogue.derived
),

-- every value of the group, this one's among them: one that is like it is left out
beside as (
    select
        own.metric_id,
        own.basis,
        list(peer.value order by peer.value) as everyone,
        any_value(own.value) as own_value
    from marts.peer_year as own
    inner join catalogue.organisations as place
        on own.organisation_id = place.organisation_id
    inner join marts.peer_value as peer
        on
            place.parent_id = peer.parent_id
            and place.level = peer.level
            and own.metric_id = peer.metric_id
            and own.year = peer.year
            and own.basis = peer.basis
            and own.unit_class = peer.unit_class
            and own.source_class = peer.source_class
            and own.start_month = peer.start_month
            and own.end_month = peer.end_month
    where own.organisation_id = $organisation_id and own.year = $year and own.peer_median is not null
    group by own.metric_id, own.basis
)

select
    own.*,
    derived.metric_id is not null as is_derived,
    named.name_zh,
    named.name_en,
    basis.name_zh as basis_zh,
    basis.name_en as basis_en,
    denominator.name_zh as denominator_zh,
    denominator.name_en as denominator_en,
    beside.everyone[: list_position(beside.everyone, beside.own_value) - 1]
    || beside.everyone[list_position(beside.everyone, beside.own_value) + 1 :] as others
from marts.peer_year as own
inner join named
    on own.metric_id = named.metric_id
left join catalogue.derived as derived
    on own.metric_id = derived.metric_id
left join catalogue.peer_bases as basis
    on own.basis = basis.basis
left join catalogue.metrics as denominator
    on basis.denominator_id = denominator.metric_id
left join beside
    on own.metric_id = beside.metric_id and own.basis = beside.basis
where own.organisation_id = $organisation_id and own.year = $year
order by coalesce(basis.position, 0), named.position
