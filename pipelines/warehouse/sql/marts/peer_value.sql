-- The values that organisations of one level under one parent are compared by, without saying whose each is.
-- Grain: one row per figure of marts.peer_year that is compared with others.
select
    parent_id,
    level,
    metric_id,
    year,
    basis,
    unit_class,
    source_class,
    start_month,
    end_month,
    value
from staging.peer_figure
where reason is null
order by parent_id, level, metric_id, year, basis, unit_class, source_class, start_month, end_month, value
