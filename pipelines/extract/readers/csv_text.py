"""Tables in plain text (.csv, .tsv)."""

import csv
import io
from collections.abc import Iterator

from pipelines.domain.documents import Place, ReadText
from pipelines.domain.errors import DamagedDocument
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.pieces import Cell, Pieces

_MARKS = ",\t;，"
_SEEN = 20


def read_csv(text: str, *, where: str, limits: Limits) -> ReadText:
    """A decoded table; its columns are parted by the mark that the first lines have most of: comma, tab or semicolon.

    Raises SheetTooLarge, and DamagedDocument for a quotation mark that never closes.
    """
    pieces = Pieces(where, limits)
    pieces.table(list(_cells(text, where=where, limits=limits)), Place(), is_sheet=True)
    return pieces.read()


def _cells(text: str, *, where: str, limits: Limits) -> Iterator[Cell]:
    head = "".join(text.split("\n", _SEEN)[:_SEEN])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_MARKS, key=head.count), strict=False)
    width = 0
    try:
        for number, row in enumerate(rows):
            width = max(width, len(row))
            check_size(number + 1, width, where=where, limits=limits)
            for column, value in enumerate(row):
                if value.strip():
                    yield Cell(number, column, value)
    except csv.Error:
        raise DamagedDocument(where=where, found="CSV") from None
