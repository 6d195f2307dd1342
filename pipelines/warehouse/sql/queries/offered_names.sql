-- What a query may name.
-- Grain: one row per column of every table.
select
    schema_name || '.' || table_name as table_name,
    column_name
from duckdb_columns()
where not internal
