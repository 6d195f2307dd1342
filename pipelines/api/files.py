"""Tables as files."""

from collections.abc import Iterable, Sequence

from pipelines.exports.listing import Cell, listing_csv, listing_xlsx


def table_file(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], form: str, note: str = "") -> bytes:
    """A table of texts and numbers as `csv` or `xlsx`; `note` stands under it (where its figures come from)."""
    if form == "csv":
        return listing_csv(columns, rows, note)
    return listing_xlsx(title, columns, rows, note)
