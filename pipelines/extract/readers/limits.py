"""What a file may ask for before a reader goes on with it (docs/settings.md)."""

from dataclasses import dataclass

from pipelines.domain.errors import SheetTooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Far above any report, far below what a machine can bear.

    `entry_ratio` and `total_ratio` hold for what unpacks to more than ten megabytes: less does no harm, and empty rows
    pack as well as any bomb.  An archive inside an archive is never opened.
    `text_mb` counts a million characters as one.
    """

    unpacked_mb: float = 200
    entries: int = 5_000
    entry_ratio: int = 200
    total_ratio: int = 150
    sheets: int = 500
    columns: int = 1_000
    cells: int = 500_000
    html_mb: float = 20
    html_depth: int = 256
    pages: int = 1_000
    text_mb: float = 20


def check_size(rows: int, columns: int, *, where: str, limits: Limits) -> None:
    """Raises SheetTooLarge for more columns, or more cells, than a report or a ledger has."""
    if columns > limits.columns or rows * columns > limits.cells:
        limit = f"{limits.columns:,} × {limits.cells // limits.columns:,}"
        raise SheetTooLarge(where=where, found=f"{columns:,} × {rows:,}", limit=limit)
