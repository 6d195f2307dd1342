"""A folder of reports → Parquet tables, over all cores, going on where it stopped (docs/mass-data.md).

`run` is where it starts.  Nothing is imported here: a worker needs a few of these modules, and starts faster so.
"""
