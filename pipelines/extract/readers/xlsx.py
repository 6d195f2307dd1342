"""What an .xlsx file says of its cells before they are read: how far they reach, which are shown in % or as a month."""

import re
from collections.abc import Callable, Iterator, Mapping
from posixpath import join, normpath

import lxml.etree as etree

from pipelines.domain.errors import BinaryDocument, DamagedDocument, SheetTooLarge
from pipelines.extract.readers.archive import Archive, refuse_entities
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.months import BUILT_IN as BUILT_IN_MONTHS
from pipelines.extract.readers.months import is_month
from pipelines.extract.readers.percent import BUILT_IN, decimals_of

MAIN = "xl/workbook.xml"
MOST_MARKED = 300_000
"""So many cells can be written back in the time and memory that a reading is given."""
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_FORMULA = re.compile(rb"<(?:\w+:)?c((?:\s[^>]*)?)>\s*<(?:\w+:)?f[\s/>]")
_PLACE = re.compile(rb'\br\s*=\s*["\']([A-Z]{1,3})([0-9]{1,7})["\']')
_STYLE = re.compile(rb'\bs\s*=\s*["\']([0-9]{1,6})["\']')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def shares_of(archive: Archive, *, where: str, limits: Limits) -> dict[str, dict[tuple[int, int], int]]:
    """By sheet, the cells that are shown in % and with how many decimals.

    0.979 in a cell that shows 97.9% is 97.9%: what is printed counts.  Raises SheetTooLarge where a cell stands far
    out, before a table of that size is made, EntitiesRefused and DamagedDocument.
    """
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
            refuse_entities(archive.bytes_of(name), where=where, name=name)
    formats = _formats(archive, BUILT_IN, decimals_of)
    files = dict(_files(archive))
    return {
        sheet: _scanned(archive.bytes_of(file), formats, f"{where}: {sheet}", limits)
        for sheet, file in files.items()
        if file in archive.names
    }


def _scanned(content: bytes, formats: dict[int, int], where: str, limits: Limits) -> dict[tuple[int, int], int]:
    refuse_entities(content, where=where, name="sheet.xml")
    found: dict[tuple[int, int], int] = {}
    lowest = rightmost = 0
    top = left = 1 << 30
    for cell in _CELL.finditer(content):
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        row, column = int(place[2]), column_number(place[1].decode())
        lowest, rightmost = max(lowest, row), max(rightmost, column)
        top, left = min(top, row), min(left, column)
        style = _STYLE.search(cell[1])
        if style and (decimals := formats.get(int(style[1]))) is not None:
            found[row - 1, column - 1] = decimals
    if rightmost:
        check_size(lowest - top + 1, rightmost - left + 1, where=where, limits=limits)
    return found


def months_of(archive: Archive) -> dict[str, frozenset[tuple[int, int]]]:
    """By sheet, the cells that show a year and a month, by row and column from 0."""
    months = {
        number for number, shown in _formats(archive, dict.fromkeys(BUILT_IN_MONTHS, True), is_month).items() if shown
    }
    if not months:
        return {}
    return {
        sheet: frozenset(_styled(archive.bytes_of(file), months))
        for sheet, file in _files(archive)
        if file in archive.names
    }


def _styled(content: bytes, styles: set[int]) -> Iterator[tuple[int, int]]:
    for cell in _CELL.finditer(content):
        style, place = _STYLE.search(cell[1]), _PLACE.search(cell[1])
        if style and place and int(style[1]) in styles:
            yield int(place[2]) - 1, column_number(place[1].decode()) - 1


def formulas_of(archive: Archive, *, where: str) -> dict[str, frozenset[tuple[int, int]]]:
    """By sheet, the cells that hold a formula, by row and column from 1; `shares_of` was asked before.

    Raises DamagedDocument where a formula doesn't say its place: another program's export, which a spreadsheet puts
    right when it saves it.
    """
    found = {}
    for sheet, file in _files(archive):
        if file in archive.names:
            cells = [_PLACE.search(cell[1]) for cell in _FORMULA.finditer(archive.bytes_of(file))]
            if None in cells:
                raise DamagedDocument(where=where, found=file)
            found[sheet] = frozenset((int(place[2]), column_number(place[1].decode())) for place in cells if place)
    return found


def refuse_unmarkable(content: bytes, *, where: str, limits: Limits) -> None:
    """Whether an .xlsx may be opened whole to be written back with its cells marked.

    Raises BinaryDocument for what is no .xlsx, SheetTooLarge past MOST_MARKED cells, and what `shares_of` raises.
    """
    archive = Archive(content, where=where, limits=limits)
    if MAIN not in archive.names:
        raise BinaryDocument(where=where, found="ZIP")
    shares_of(archive, where=where, limits=limits)
    cells = 0
    for name in archive.names:
        if name.startswith("xl/worksheets/"):
            sheet = archive.bytes_of(name)
            refuse_entities(sheet, where=where, name=name)
            cells += sum(1 for _ in _CELL.finditer(sheet))
    if cells > MOST_MARKED:
        raise SheetTooLarge(where=where, found=f"{cells:,}", limit=f"{MOST_MARKED:,}")


def column_number(letters: str) -> int:
    """B → 2, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _files(archive: Archive) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the file that holds it."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in archive.names or MAIN not in archive.names:
        return
    targets = {each.get("Id"): each.get("Target", "") for each in archive.xml_of(relations)}
    for sheet in archive.xml_of(MAIN).iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        yield sheet.get("name", ""), target[1:] if target.startswith("/") else normpath(join("xl", target))


def _formats(archive: Archive, built_in: Mapping[int, int], read: Callable[[str], int | None]) -> dict[int, int]:
    """What `read` finds in each cell style's number format; the decimals of those that show %, for example."""
    if "xl/styles.xml" not in archive.names:
        return {}
    styles = archive.xml_of("xl/styles.xml")
    told = dict(built_in)
    for form in styles.iterfind("{*}numFmts/{*}numFmt"):
        number, found = _whole(form), read(form.get("formatCode", ""))
        if number is not None and found is not None:
            told[number] = found
    cells = styles.find("{*}cellXfs")
    used = [_whole(form) for form in cells] if cells is not None else []
    return {style: told[number] for style, number in enumerate(used) if number is not None and number in told}


def _whole(form: etree._Element) -> int | None:
    value = form.get("numFmtId", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None
