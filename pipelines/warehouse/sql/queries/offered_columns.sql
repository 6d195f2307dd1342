-- The tables of the attached edition `board` in some schemas, with the comments that the data dictionary gave them.
-- Grain: one row per column, in the order of its table.
select
    known.schema_name,
    known.table_name,
    known.comment as table_comment,
    col.column_name,
    col.data_type,
    col.comment
from duckdb_tables() as known
inner join duckdb_columns() as col
    on known.database_oid = col.database_oid and known.table_oid = col.table_oid
where known.database_name = $database and list_contains($schemas, known.schema_name)
order by known.schema_name, known.table_name, col.column_index
