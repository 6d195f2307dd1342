"""What a file may ask for before a reader goes on with it (docs/settings.md)."""

from dataclasses import dataclass

from pipelines.domain.errors import SheetTooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Far above any report, far below what a machine can bear.

    `entry_ratio` holds for a packed file of more than a megabyte, `total_ratio` for an archive of more than ten:
    small ones of empty rows pack better and do no harm.  An archive inside an archive is never opened.
    """

    unpacked_mb: float = 200
    entries: int = 5_000
    entry_ratio: int = 200
    total_ratio: int = 150
    sheets: int = 500
    columns: int = 1_000
    cells: int = 1_000_000
    html_mb: float = 20
    html_depth: int = 256
    pages: int = 2_000
    text_mb: float = 50


def check_size(rows: int, columns: int, *, where: str, limits: Limits) -> None:
    """Raises SheetTooLarge for more columns, or more cells, than a report or a ledger has."""
    if columns > limits.columns or rows * columns > limits.cells:
        limit = f"{limits.columns:,} × {limits.cells // limits.columns:,}"
        raise SheetTooLarge(where=where, found=f"{columns:,} × {rows:,}", limit=limit)
