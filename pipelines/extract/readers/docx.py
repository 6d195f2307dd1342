"""Word files (.docx, .docm): paragraphs and tables in the order of the document; macros are left alone."""

from collections.abc import Iterator

import lxml.etree as etree

from pipelines.domain.documents import Place, ReadText
from pipelines.domain.errors import DamagedDocument
from pipelines.extract.readers.archive import Archive
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.numbering import Numbering
from pipelines.extract.readers.pieces import Cell, Pieces

MAIN = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# deleted and moved text, pinyin above characters, the older twin of a drawing
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}rt", _FALLBACK, f"{W}pPr", f"{W}rPr"}
_TEXT_BOX = f"{W}txbxContent"
_MARKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}


def read_docx(archive: Archive, *, where: str, limits: Limits) -> ReadText:
    """A Word file's text.  A table of one cell is a frame around paragraphs, and read as those.

    Raises DamagedDocument, EntitiesRefused, ProtectedDocument, UnpacksTooLarge.
    """
    root = archive.xml_of(MAIN)
    if root.tag.startswith(_STRICT):
        _to_transitional(root)
    body = root.find(f"{W}body")
    if body is None:
        raise DamagedDocument(where=where, found=MAIN)
    parts = {
        name: archive.xml_of(f"word/{name}.xml") if f"word/{name}.xml" in archive.names else None
        for name in ("numbering", "styles")
    }
    for part in parts.values():
        if part is not None and any(child.tag.startswith(_STRICT) for child in part if isinstance(child.tag, str)):
            _to_transitional(part)
    document = _Document(where, limits, Numbering(parts["numbering"], parts["styles"]))
    document.write(body)
    return document.pieces.read()


def _to_transitional(root: etree._Element) -> None:
    """ISO's strict form under the names of the usual one."""
    for element in root.iter(etree.Element):
        if element.tag.startswith(_STRICT):
            element.tag = W + element.tag.removeprefix(_STRICT)
        for name in [name for name in element.attrib if name.startswith(_STRICT)]:
            element.set(W + name.removeprefix(_STRICT), element.attrib.pop(name))


class _Document:
    """What was written so far, and how many paragraphs and tables there were."""

    def __init__(self, where: str, limits: Limits, numbering: Numbering):
        self.pieces, self._numbering = Pieces(where, limits), numbering
        self._where, self._limits = where, limits
        self._paragraphs = self._tables = 0

    def write(self, container: etree._Element, place: Place | None = None) -> None:
        """Every block of a container; `place` is that of the frame it stands in, if it does."""
        for block in _blocks(container):
            if block.tag == f"{W}tbl":
                self._write_table(block)
            else:
                self._write_paragraph(block, place)

    def _write_paragraph(self, paragraph: etree._Element, frame: Place | None) -> None:
        text = "".join(_texts(paragraph))
        number = self._numbering.number_of(paragraph)
        if text.strip():
            self._paragraphs += frame is None
            place = frame or Place(paragraph=self._paragraphs)
            self.pieces.end_line()
            # the number that Word counts is a piece of its own: places in the words don't depend on it
            self.pieces.piece(number, place)
            self.pieces.piece(text, place)
            self.pieces.end_line()
        for box in _boxes(paragraph):
            self.write(box, frame)

    def _write_table(self, table: etree._Element) -> None:
        self._tables += 1
        place = Place(table=self._tables)
        cells = list(_cells(table))
        if len(cells) == 1:
            self.write(next(table.iter(f"{W}tc")), Place(table=self._tables, row=1, column=1))
            return
        width = max((cell.column + cell.columns for cell in cells), default=0)
        check_size(cells[-1].row + 1 if cells else 0, width, where=self._where, limits=self._limits)
        self.pieces.table(cells, place)


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and child.tag != _TEXT_BOX:
            yield from _blocks(child)


def _texts(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph as it is printed; what stands in a text box is left to the box."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag in _LEFT_OUT or child.tag == _TEXT_BOX or not isinstance(child.tag, str):
            continue
        elif not (child.tag == f"{W}r" and _is_on(child.find(f"{W}rPr/{W}vanish"))):
            yield from _texts(child)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == _TEXT_BOX:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _boxes(child)


def _cells(table: etree._Element) -> Iterator[Cell]:
    """The cells of a table by row; one that goes on from the row above is part of that cell."""
    rows = [list(_row_cells(row)) for row in _rows(table)]
    for number, row in enumerate(rows):
        for column, columns, merge, text in row:
            if merge == "continue" and number:
                continue
            below = number + 1
            while below < len(rows) and any(c[0] == column and c[2] == "continue" for c in rows[below]):
                below += 1
            yield Cell(number, column, text, below - number, columns)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and child.tag != f"{W}tblPr":
            yield from _rows(child)


def _row_cells(row: etree._Element) -> Iterator[tuple[int, int, str | None, str]]:
    """(column, columns, merge, text) of each cell; merge: `restart`, `continue` or None."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _found(row, f"{W}tc"):
        columns = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        how = None if merge is None else merge.get(f"{W}val", "continue")
        yield column, columns, how, "\n".join(_cell_lines(cell))
        column += columns


def _found(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _found(child, tag)


def _cell_lines(cell: etree._Element) -> Iterator[str]:
    """The paragraphs of a cell, those of a table inside it among them."""
    for block in _blocks(cell):
        if block.tag == f"{W}p":
            yield "".join(_texts(block))
        else:
            for inner in _found(block, f"{W}tc"):
                yield from _cell_lines(inner)


def _number(element: etree._Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value), 1_000) if value.isdecimal() and len(value) < 9 else default
