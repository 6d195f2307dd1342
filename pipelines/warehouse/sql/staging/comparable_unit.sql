-- Counters that count the same kind of thing, so that figures in them can be held against each other (宗 and 件, 名 and 人).
-- Grain: one row per ordered pair of counters, each counter with itself among them.
select
    one.counter as unit,
    other.counter as other_unit
from catalogue.counters as one
inner join catalogue.counters as other
    on one.counter_class = other.counter_class
union
select
    unit,
    unit as other_unit
from staging.reading
union
select
    unit,
    unit as other_unit
from raw.hand
