"""The text of a file put together from pieces, each with its place, and the one form that tables have in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipelines.domain.documents import Note, Place, ReadText
from pipelines.domain.errors import UnpacksTooLarge
from pipelines.extract.readers.limits import Limits

SEPARATOR = "|"
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\u2028\u2029]")
_TO_CLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\xa0\ufeff\u2028\u2029\ud800-\udfff]")
_TO_JOIN = re.compile(r"[\x00-\x1f\x7f-\xa0\ufeff\u2028\u2029\ud800-\udfff|]|[ \u3000]{2}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NUMBER = re.compile(r"[-+−]?[\d０-９][\d０-９,，.．\s]*[%％‰]?")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BLANKS = re.compile(r"[ \t\u3000]{2,}|\t")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table by its first row and column, counted from 0, and what it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class Pieces:
    """Collects pieces in reading order.  Raises UnpacksTooLarge where they grow past the limit."""

    def __init__(self, where: str, limits: Limits):
        self._where, self._limits = where, limits
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[Place] = []
        self._length = 0
        self.notes: list[Note] = []

    def add(self, text: str, place: Place) -> None:
        """A piece in the line that is being written; nothing for an empty text."""
        text = clean(text)
        if not text:
            return
        if not self._places or self._places[-1] != place:
            self._starts.append(self._length)
            self._places.append(place)
        self._append(text)

    def piece(self, text: str, place: Place) -> None:
        """Like `add`, as a piece of its own even where the one before has the same place."""
        if text:
            self._starts.append(self._length)
            self._places.append(place)
            self._append(clean(text))

    def end_line(self) -> None:
        """A line break, unless a line has just begun."""
        if self._length and not self._parts[-1].endswith("\n"):
            self._append("\n")

    def line(self, text: str, place: Place) -> None:
        """A piece that is a line of its own; nothing for a blank one."""
        if text.strip():
            self.end_line()
            self.add(text, place)
            self.end_line()

    def table(self, cells: Sequence[Cell], place: Place, *, is_sheet: bool = False) -> None:
        """One line a row, its cells joined by `|`, each cell a piece.  Cells come by row; an empty row is left out.

        What stands alone over or under the columns is a line of its own: a title, a unit, a remark.  That is a cell
        merged over the whole width, and in a sheet of three columns and more any cell alone in its row.
        """
        cells = [cell for cell in cells if cell.text.strip() or not is_sheet]
        first = min((cell.column for cell in cells), default=0) if is_sheet else 0
        width = max((cell.column + (1 if is_sheet else cell.columns) for cell in cells), default=0)
        alone = {} if width - first < 2 else _alone(cells, first, width, any_cell=is_sheet and width - first > 2)
        self.end_line()
        for number, texts in rows_of(cells, width=width):
            if number in alone:
                cell = alone[number]
                self.line(cell_text(cell.text), replace(place, row=number + 1, column=cell.column + 1))
            elif any(texts):
                self.row(texts[first:], replace(place, row=number + 1, column=first + 1))

    def row(self, texts: Sequence[str], place: Place) -> None:
        """One row of a table from the cell at `place` on.  The mark behind a cell belongs to it, an empty one too."""
        self.end_line()
        for number, text in enumerate(texts):
            if number:
                self._append(SEPARATOR)
            self._starts.append(self._length)
            self._places.append(
                Place(place.page, None, place.sheet, place.table, place.row, (place.column or 1) + number)
            )
            self._append(cell_text(text))
        self._append("\n")

    def read(self, *, title: str | None = None) -> ReadText:
        """Everything that was collected."""
        starts, places = self._starts or [0], self._places or [Place()]
        text = "".join(self._parts)
        return ReadText(text, (0, *starts[1:]), tuple(places), title=title, notes=tuple(self.notes))

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > self._limits.text_mb * 1_000_000:
            limit = f"{self._limits.text_mb:g}"
            raise UnpacksTooLarge(where=self._where, found=f"> {limit}", limit=limit)


def clean(text: str) -> str:
    """A text without control characters and halves of characters, its line ends `\\n`, no-break blanks as blanks."""
    if not _TO_CLEAN.search(text):
        return text
    text = _LINE_END.sub("\n", text).replace("\xa0", " ")
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))


def cell_text(text: str) -> str:
    """A cell's text on one line, without a separator in it.

    Where a line ends between Chinese characters nothing takes its place: a heading that is broken over lines is one
    word.  Elsewhere a blank does.
    """
    if not _TO_JOIN.search(text):
        return text.strip()
    text = clean(text).strip()
    text = re.sub(rf"(?<={_HAN})\s*\n\s*|\s*\n\s*(?={_HAN})", "", text)
    return _BLANKS.sub(" ", text.replace("\n", " ")).replace(SEPARATOR, "｜")


def rows_of(cells: Iterable[Cell], *, width: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold cells, each with its number and `width` texts.  Cells come by row.

    A merged cell's text stands in each cell that it covers.  A number stands in the first alone, or a sum over the
    row would count it twice.
    """
    pending: dict[int, list[str]] = {}
    reached = 0
    for cell in cells:
        if cell.row > reached:
            reached = cell.row
            yield from ((number, pending.pop(number)) for number in sorted(pending) if number < reached)
        if cell.rows == cell.columns == 1:
            pending.setdefault(cell.row, [""] * width)[cell.column] = cell.text
            continue
        covered = "" if is_number(cell.text) else cell.text
        for row in range(cell.row, cell.row + cell.rows):
            texts = pending.setdefault(row, [""] * width)
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                texts[column] = cell.text if (row, column) == (cell.row, cell.column) else covered
    yield from sorted(pending.items())


def _alone(cells: Sequence[Cell], first: int, width: int, *, any_cell: bool) -> dict[int, Cell]:
    """The rows at a table's top and bottom that one cell is alone in, by number."""
    by_row: dict[int, list[Cell]] = {}
    reached: set[int] = set()
    for cell in cells:
        if cell.text.strip():
            by_row.setdefault(cell.row, []).append(cell)
            reached.update(range(cell.row + 1, cell.row + cell.rows))
    numbers = sorted(by_row.keys() | reached)

    def is_alone(number: int) -> bool:
        row = by_row.get(number, [])
        is_one = len(row) == 1 and number not in reached and row[0].rows == 1 and not is_number(row[0].text)
        return is_one and (any_cell or row[0].columns >= width - first)

    top = list(takewhile(is_alone, numbers))
    bottom = list(takewhile(is_alone, reversed(numbers)))
    return {number: by_row[number][0] for number in (*top, *bottom)}


def is_number(text: str) -> bool:
    """Whether a cell holds a bare number, with or without %."""
    return bool(_NUMBER.fullmatch(text.strip()))
