"""Where a text holds tables, and which labels stand over and beside each number of them.

A row is a line whose cells are parted by | or by tabs.  Readers of files write tables so (a merged cell's text is
repeated in the cells it covers), and so does Markdown.  Published excerpts also print 名称|数 pairs in a line of prose,
parted by blanks: see `pairs`.  What isn't laid out like this is prose, whatever marks it holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.extract.bars import BARS, SEPARATOR, Cell, is_of_pairs, lines_with_bars
from pipelines.extract.cells import LONGEST_LABEL, NOTHING, CellReader, Printed, Unit, is_ordinal, is_year
from pipelines.extract.heads import UNTOLD, Row, column_paths, heads_one_column, numbers_columns, serial_column

MOST_COLUMNS, MOST_ROWS, MOST_HEADERS = 120, 2_000, 5
LONGEST_TITLE, MOST_TITLES, LONGEST_EVIDENCE = 60, 3, 400
_RULE = re.compile(r"\s*:?-{2,}:?\s*|\s*:-+:?\s*|\s*-:\s*")
_PROSE = re.compile(r"[。；;！？!?]")
# the corner of some tables holds their title
_CORNER_TITLE = re.compile(r"(?:情况|统计|汇总|一览|明细)(?:表|数据)?(?:[（(][^）)]{1,8}[）)])?$")
_UNIT_LINE = re.compile(r"^[（(]?(?:计量|金额|数量)?单位[:：].{1,20}$")
_KEY = re.compile(
    r"^(?:序号|项目|指标|名称|内容|事项|类别|种类|类型|单位|部门|科室|街道|镇街|社区|村居|案由|机构|主体|年度|年份|时间|月份)"
    r"|(?:名称|单位|部门|类别|种类|指标|项目|内容|事项|机关|机构|主体|街道|类型)$"
)
_FIGURES = re.compile(r"(?:数量?|数值|数据|额|量|率|值|情况|结果|合计|总计|次|人|件|宗|数)(?:[（(][^（）()]*[）)])?$")
_YEAR_HEADING = re.compile(r"^(?:统计)?(?:年度|年份|时间|年)$|^$")
_REPEATED_KEY = re.compile(r"^(?:项目|指标|名称|内容|事项|类别|种类|类型)")
_TABLE_TITLE = re.compile(r"^[（(]?(?:附?表|附件)[一二三四五六七八九十\d]|(?:统计|数据|情况|汇总|明细|一览)表|实施情况")


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number with its labels, the outermost first.

    `at` is its row and column; `unit` stands in a unit column; `group` is a heading inside the table.
    """

    cell: Cell
    printed: Printed
    at: tuple[int, int]
    row: tuple[str, ...]
    column: tuple[str, ...]
    group: str
    unit: Unit | None
    sentence_span: tuple[int, int]


@dataclass(slots=True)
class Table:
    """One table: `titles` the nearest first, `units` of its 单位 line, `spans` what isn't prose in it."""

    titles: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    numbers: list[NumberCell] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def tables(text: str, reader: CellReader) -> Iterator[Table]:
    """The tables that are laid out in rows, in order."""
    block: list[Row] = []
    for row in _rows(text, reader):
        if block and (not _follows(text, block[-1], row) or len(block) >= MOST_ROWS):
            yield from _Block(text, block, reader).tables()
            block = []
        block.append(row)
    if block:
        yield from _Block(text, block, reader).tables()


def _rows(text: str, reader: CellReader) -> Iterator[Row]:
    for start, end in lines_with_bars(text):
        line = text[start:end]
        mark = "|" if BARS.search(line) else "\t"
        if line.count(mark) + line.count("｜") >= MOST_COLUMNS or is_of_pairs(text, start, end, reader):
            continue
        if mark == "\t" and "\t" not in line.strip():
            continue
        cells, at = [], start
        for part in BARS.split(line) if mark == "|" else line.split("\t"):
            inner = part.strip()
            lead = at + len(part) - len(part.lstrip()) if inner else at
            cells.append(Cell(inner, lead, lead + len(inner)))
            at += len(part) + 1
        yield Row(start, end, mark, tuple(cells))


def _follows(text: str, before: Row, row: Row) -> bool:
    """Whether a row goes on with the table of the row before it: on the next line, or after blank ones if as wide."""
    between = text[before.end : row.start] if row.start - before.end < 20 else "x"
    if before.mark != row.mark or between.strip():
        return False
    return between.count("\n") <= 1 or len(before.cells) == len(row.cells)


class _Block:
    """Rows that stand together: one table, or several under their own headings."""

    def __init__(self, text: str, rows: list[Row], reader: CellReader):
        self._text, self._reader = text, reader
        is_ruled = any(_is_rule(row) for row in rows)
        if is_ruled or all(not row.cells[0].text and not row.cells[-1].text and len(row.cells) > 2 for row in rows):
            rows = [Row(row.start, row.end, row.mark, _inner(row.cells)) for row in rows]
        self._rows = [row for row in rows if not _is_rule(row)]
        self._table, self._headers, self._group = Table(), [], ""
        self._columns: list[tuple[str, ...]] = []
        self._has_body = False

    def tables(self) -> Iterator[Table]:
        rows = self._rows
        if not rows or (rows[0].mark == "\t" and len(rows) < 2):
            return
        self._table.titles, self._table.units = self._above(rows[0].start)
        corner = rows[0].cells[0].text
        if _CORNER_TITLE.search(corner):
            self._table.titles = (corner, *self._table.titles)
        serial = serial_column(rows)
        for index, row in enumerate(rows):
            texts, following = [cell.text for cell in row.cells], rows[index + 1 : index + 2]
            distinct = {text for text in texts if text}
            kinds = [self._kind(text) for text in texts]
            if not distinct:
                continue
            is_lone = len(distinct) == 1 and len(texts) > 1 and not {"number", "nothing"} & set(kinds)
            if is_lone and not heads_one_column(row, following):
                finished = self._spanning(row, distinct.pop())
                if finished:
                    yield finished
            elif ("number" not in kinds and "nothing" not in kinds) or self._is_year_header(texts, kinds):
                finished = self._header(row, following)
                if finished:
                    yield finished
            else:
                self._body(index, row, kinds, serial)
        if self._table.numbers:
            yield self._table

    def _above(self, start: int) -> tuple[tuple[str, ...], tuple[Unit, ...]]:
        """The short lines right above a table, the nearest first, and the units of a 单位 line among them."""
        titles: list[str] = []
        units: tuple[Unit, ...] = ()
        end = start - 1
        for _ in range(MOST_TITLES + 3):
            if end <= 0 or len(titles) >= MOST_TITLES:
                break
            at = self._text.rfind("\n", max(0, end - 4 * LONGEST_TITLE), end) + 1
            if not at and end > 4 * LONGEST_TITLE:
                break
            line = self._text[at:end].strip().strip("#*").strip()
            if len(line) > LONGEST_TITLE or _PROSE.search(line) or SEPARATOR.search(line):
                break
            if line and _UNIT_LINE.match(line):
                units = units or self._reader.units(line.strip("（()）"))
            elif line:
                titles.append(line)
            end = at - 1
        return tuple(titles), units

    def _kind(self, text: str) -> str:
        if not text:
            return "blank"
        if text in NOTHING:
            return "nothing"
        return "number" if self._reader.number(text) else "text"

    def _is_year_header(self, texts: list[str], kinds: list[str]) -> bool:
        """Whether the numbers of a row are the years over the columns (项目|2022|2023)."""
        years = [text for text, kind in zip(texts, kinds, strict=True) if kind == "number"]
        return (
            not self._has_body and bool(years) and all(map(is_year, years)) and kinds[0] != "number" and len(texts) > 2
        )

    def _spanning(self, row: Row, text: str) -> Table | None:
        """A row of one text: a 单位 line, the title of what follows, or a heading inside the table."""
        self._table.spans.append((row.start, row.end))
        if _UNIT_LINE.match(text):
            self._table.units = self._reader.units(text) or self._table.units
            return None
        if not self._has_body:
            if _TABLE_TITLE.search(text) or not self._headers:
                self._table.titles = (text, *self._table.titles)
            else:
                self._headers.append(row)
            return None
        if _TABLE_TITLE.search(text):
            return self._finish((text,))
        if len(text) <= LONGEST_LABEL:
            self._group = text
        return None

    def _header(self, row: Row, following: list[Row]) -> Table | None:
        """A row of texts: a header, or, inside a table, words that belong to no number."""
        texts = [cell.text for cell in row.cells]
        if any(map(self._reader.is_prose, texts)):
            return None
        if not self._has_body:
            if len(texts) != 2 or len(self._rows) == 2 or self._is_head_of_two(*texts):
                self._add_header(row)
            return None
        numbers = [self._kind(cell.text) for cell in following[0].cells].count("number") if following else 0
        is_same = bool(self._headers) and texts == [cell.text for cell in self._headers[0].cells]
        is_header = all(texts) and numbers >= 1 and len(texts) == len(following[0].cells) and _KEY.search(texts[0])
        if len(texts) < 3 or not (is_same or is_header):
            return None
        finished = self._finish(self._table.titles)
        self._add_header(row)
        return finished

    def _is_head_of_two(self, first: str, second: str) -> bool:
        """Whether two texts head two columns, or are a name and what isn't a number (负责人|张三)."""
        tells = _KEY.search(first) or _FIGURES.search(second) or is_year(second)
        return bool(tells or self._reader.label(second).units)

    def _add_header(self, row: Row) -> None:
        self._headers = [*self._headers, row][-MOST_HEADERS:]
        self._table.spans += [(cell.start, cell.end) for cell in row.cells if cell.text]

    def _finish(self, titles: tuple[str, ...]) -> Table | None:
        finished, units = self._table, self._table.units
        self._table = Table(titles, units)
        self._headers, self._group, self._has_body = [], "", False
        return finished if finished.numbers else None

    def _body(self, index: int, row: Row, kinds: list[str], serial: int | None) -> None:
        if not self._has_body:
            self._has_body = True
            self._columns = column_paths(self._headers, row)
            if numbers_columns(row):
                self._table.spans.append((row.start, row.end))
                return
        cells = row.cells
        columns = self._columns
        if len(cells) != len(columns):
            extra = cells[len(columns) :]
            if any(cell.text for cell in extra):
                columns = [UNTOLD] * len(cells)
        kinds = ["text" if self._is_row_year(at, cell.text) else kinds[at] for at, cell in enumerate(cells)]
        sentence_span = self._sentence(row)
        units = {at: found[0] for at, cell in enumerate(cells) if len(found := self._reader.units(cell.text)) == 1}
        for at, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            if kind == "text" and not self._reader.is_prose(cell.text):
                self._table.spans.append((cell.start, cell.end))
            if kind != "number" or at == serial or at >= len(columns):
                continue
            self._table.spans.append((cell.start, cell.end))
            printed = self._reader.number(cell.text)
            assert printed is not None
            unit = next(iter(units.values())) if len(units) == 1 else units.get(at + 1) or units.get(at - 1)
            path = self._row_path(cells, kinds, units, at)
            found = NumberCell(cell, printed, (index, at), path, columns[at], self._group, unit, sentence_span)
            self._table.numbers.append(found)

    def _is_row_year(self, at: int, text: str) -> bool:
        """Whether a cell says its row's year: a year in one of the first columns, headed 年度 or nothing."""
        heading = self._columns[at] if at < len(self._columns) else UNTOLD
        return at < 2 and is_year(text) and (not heading or _YEAR_HEADING.search(heading[-1]) is not None)

    def _row_path(self, cells: tuple[Cell, ...], kinds: list[str], units: dict[int, Unit], at: int) -> tuple[str, ...]:
        """The labels left of a number: the nearest run of texts, or under a header those of the leading columns."""
        is_label = [
            kind == "text" and each not in units and not is_ordinal(cell.text) and not self._reader.is_prose(cell.text)
            for each, (cell, kind) in enumerate(zip(cells, kinds, strict=True))
        ]
        nearest = next((each for each in range(at - 1, -1, -1) if is_label[each]), None)
        if nearest is None:
            return ()
        if self._headers and nearest < len(self._columns):
            first = next(each for each in range(len(cells)) if is_label[each])
            leading = first
            while leading + 1 < len(cells) and (is_label[leading + 1] or leading + 1 in units):
                leading += 1
            if nearest > leading and not _REPEATED_KEY.search("".join(self._columns[nearest])):
                nearest = max(each for each in range(leading + 1) if is_label[each])
        path: list[str] = []
        while nearest >= 0 and (is_label[nearest] or nearest in units or not cells[nearest].text):
            if is_label[nearest] and cells[nearest].text not in path:
                path.insert(0, cells[nearest].text)
            nearest -= 1
        return tuple(path[-3:])

    def _sentence(self, row: Row) -> tuple[int, int]:
        """What a page shows as evidence: from the header to the row, where that is short enough to be read."""
        start = self._headers[0].start if self._headers else row.start
        start = start if row.end - start <= LONGEST_EVIDENCE else row.start
        text = self._text[start : row.end]
        return start + len(text) - len(text.lstrip()), row.end - len(text) + len(text.rstrip())


def _is_rule(row: Row) -> bool:
    return all(_RULE.fullmatch(cell.text) for cell in row.cells if cell.text) and any(
        cell.text.count("-") >= 2 for cell in row.cells
    )


def _inner(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells between the outer bars of a Markdown row."""
    first = 1 if not cells[0].text else 0
    last = len(cells) - 1 if not cells[-1].text and len(cells) > 1 else len(cells)
    return cells[first:last]
