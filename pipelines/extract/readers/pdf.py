"""PDF files by their text layer: lines put together to paragraphs, rows with columns to tables."""

from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipelines.domain.documents import Note, Place, ReadText
from pipelines.domain.errors import DamagedDocument, EmptyDocument, ProtectedDocument, ScannedDocument, TooManyPages
from pipelines.extract.readers.limits import Limits
from pipelines.extract.readers.pdf_lines import Line, is_page_number, joint, page_lines, table_rows
from pipelines.extract.readers.pieces import Pieces

_END, _TAIL = b"%%EOF", 4096
_PASSWORD, _SECURITY = 4, 5


def read_pdf(content: bytes, *, where: str, limits: Limits) -> ReadText:
    """A PDF's text; pages that are pictures of text are named in a note.

    Raises ScannedDocument where no page has text, DamagedDocument (a file that ends before its end mark among them),
    ProtectedDocument, TooManyPages, EmptyDocument.
    """
    if _END not in content[-_TAIL:]:
        raise DamagedDocument(where=where, found="PDF")
    try:
        document = pdfium.PdfDocument(content)
        count = len(document)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise ProtectedDocument(where=where) from None
        raise DamagedDocument(where=where, found="PDF") from None
    try:
        if count > limits.pages:
            raise TooManyPages(where=where, found=count, limit=limits.pages)
        return _read(document, count, where, limits)
    except pdfium.PdfiumError:
        raise DamagedDocument(where=where, found="PDF") from None
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, count: int, where: str, limits: Limits) -> ReadText:
    writer = _Writer(Pieces(where, limits))
    scanned = []
    for number in range(1, count + 1):
        page = document[number - 1]
        lines = page_lines(page, most=int(limits.text_mb * 1_000_000))
        if all(is_page_number(line.text) for line in lines) and _has_picture(page):
            scanned.append(number)
        else:
            writer.page(number, lines)
        page.close()
    if len(scanned) == count:
        raise ScannedDocument(where=where, pages=count)
    writer.end()
    read = writer.pieces.read()
    if not read.text.strip():
        raise ScannedDocument(where=where, pages=len(scanned)) if scanned else EmptyDocument(where=where)
    if scanned:
        return replace(read, notes=(*read.notes, Note("scanned_pages", _ranges(scanned))))
    return read


def _has_picture(page: pdfium.PdfPage) -> bool:
    return next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3), None) is not None


class _Writer:
    """Joins lines that a margin broke, over pages too; a line's place is its page and its number on it."""

    def __init__(self, pieces: Pieces):
        self.pieces = pieces
        self._last: Line | None = None
        self._place = Place()
        self._tables = 0

    def page(self, number: int, lines: list[Line]) -> None:
        """One page's lines; a page number at its top or bottom is left out."""
        in_table = table_rows(lines)
        last = len(lines) - 1
        row = 0
        for index, line in enumerate(lines):
            if index in (0, last) and is_page_number(line.text):
                continue
            if index in in_table:
                starts_table = index - 1 not in in_table
                self._tables += starts_table
                row = 1 if starts_table else row + 1
                self._row(line, Place(page=number, table=self._tables, row=row, column=1))
            else:
                self._line(line, Place(page=number, row=index + 1))

    def _line(self, line: Line, place: Place) -> None:
        between = joint(self._last, line) if self._last is not None else None
        if between is None:
            self.pieces.end_line()
        elif between:
            self.pieces.add(between, self._place)
        self.pieces.add(line.text, place)
        self._last, self._place = line, place

    def _row(self, line: Line, place: Place) -> None:
        self.pieces.row(line.cells, place)
        self._last = None

    def end(self) -> None:
        self.pieces.end_line()


def _ranges(numbers: list[int]) -> str:
    """2, 5–7 of 2, 5, 6, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
