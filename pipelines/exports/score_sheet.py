"""评分表 as .xlsx: one organisation's marks line by line, or the marks of many side by side.

Values alone, never formulas: what stands there was decided elsewhere and is exact.  A text too long for a row that a
sheet can hold goes on in the row below.

Longer than other files because it is the whole layout.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from pipelines.exports.letter import holdable, width_of
from pipelines.wording import base_of, say

_MADE = datetime(2024, 1, 1)  # the same marks are the same file
_FONTS = {"zh": "宋体", "en": "Arial"}
_SIZE, _LINE, _AROUND = 10, 13, 6
"""A letter's size, a line's height, and what a row has around its lines, in points."""
_MOST_LINES = 18
"""Of a row: higher ones leave the end of a printed page empty, and none may have more than 409 points."""
_A4 = 9
_LETTERS = 1.9
"""So much of a column's width a Chinese character takes: the unit is a digit of the sheet's own, larger font."""
_INDENT, _DEEPEST = 1.2, 8
_NARROWEST_SECTION = 12
_WORD = re.compile(r"\n|[!-~]+ ?|.")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31

Text = str
Value = Text | Decimal | date | None


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What stands above: the year that is assessed, and by which rubric.

    `decimals`: of its marks.  `version`: empty where it isn't fixed yet.  `note`: a last line of the caller's.
    """

    year: int
    rubric: str
    version: str
    decimals: int
    is_example: bool
    is_synthetic: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A line of the rubric's tree, in its order; one with deeper lines behind it is a heading.

    `own`: the self-assessed marks.  `marks` is None where nobody has decided; `why` then says why not.  `by`: the role
    that decided.
    """

    level: int
    name: str
    ceiling: Decimal | None
    own: Decimal | None
    marks: Decimal | None
    is_applicable: bool = True
    rule: str = ""
    figure: str = ""
    why: str = ""
    by: str = ""
    when: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """The whole of one organisation."""

    ceiling: Decimal | None
    own: Decimal | None
    marks: Decimal | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One organisation's sheet.  `grade`: empty where none is given yet."""

    head: SheetHead
    organisation: str
    rows: tuple[ScoreRow, ...]
    total: Sum
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, or None and why it is unknown."""

    marks: Decimal | None
    is_applicable: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation among many: a mark for each section, the whole, the grade."""

    organisation: str
    marks: tuple[Mark, ...]
    total: Mark
    grade: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ScoreOverview:
    """Many organisations below each other.  `sections`: (name, ceiling); `ceiling`: of the whole."""

    head: SheetHead
    sections: tuple[tuple[str, Decimal | None], ...]
    ceiling: Decimal | None
    rows: tuple[Standing, ...]


def score_workbook(sheets: Sequence[ScoreSheet | ScoreOverview], language: str) -> bytes:
    """The .xlsx, a sheet for each."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": _FONTS[base_of(language)], "font_size": 11},
        "default_column_width": 72,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        names: set[str] = set()
        for sheet in sheets:
            if isinstance(sheet, ScoreSheet):
                name, content = sheet.organisation, _of_one(sheet, language)
            else:
                name, content = say("papers.score.overview_sheet", language), _of_many(sheet, language)
            _Page(book, _free_name(name, names), language).write(content)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Cell:
    value: Value = None
    align: str = "left"
    indent: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Cell, ...]
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class _Content:
    """A page: what stands above its table, the table, what stands below."""

    title: str
    above: tuple[str, ...]
    marked: tuple[str, ...]
    columns: tuple[tuple[str, float], ...]
    rows: tuple[_Row, ...]
    below: tuple[str, ...]
    decimals: int


def _of_one(sheet: ScoreSheet, language: str) -> _Content:
    head, rows = sheet.head, sheet.rows
    widths = {
        "item": 30,
        "ceiling": 9,
        "own": 9,
        "marks": 10,
        "rule": 30,
        "figure": 20,
        "why": 32,
        "by": 11,
        "when": 12,
        "evidence": 30,
    }
    lines = []
    for at, row in enumerate(rows):
        is_heading = at + 1 < len(rows) and rows[at + 1].level > row.level
        lines.append(_Row(tuple(_line(row, is_heading, language)), is_heading))
    total = sheet.total
    marks = (total.ceiling, total.own, total.marks)
    why = total.why or ("" if total.marks is not None else say("papers.score.unscored_below", language))
    empty = (_Cell(),) * 3
    grade_why = "" if sheet.grade else say("papers.score.ungraded", language)
    lines += [
        _Row(
            (
                _Cell(say("papers.score.total", language)),
                *map(_number, marks),
                *empty[:2],
                _Cell(why),
                *empty,
            ),
            is_bold=True,
        ),
        _Row(
            (
                _Cell(say("papers.score.grade", language)),
                *empty[:2],
                _Cell(sheet.grade, "center"),
                *empty[:2],
                _Cell(grade_why),
                *empty,
            ),
            is_bold=True,
        ),
    ]
    return _Content(
        say("papers.score.title", language, organisation=sheet.organisation, year=head.year),
        (
            say("papers.score.organisation", language, organisation=sheet.organisation, year=head.year),
            _rubric(head, language),
        ),
        _marked(head, language),
        tuple((say(f"papers.score.column.{name}", language), width) for name, width in widths.items()),
        tuple(lines),
        (say("papers.score.legend", language), head.note),
        head.decimals,
    )


def _line(row: ScoreRow, is_heading: bool, language: str) -> Iterator[_Cell]:
    yield _Cell(row.name, indent=min(row.level, _DEEPEST))
    yield _number(row.ceiling)
    yield _mark(row.own, row.is_applicable, language)
    yield _mark(row.marks, row.is_applicable, language)
    yield _Cell(row.rule)
    yield _Cell(row.figure)
    unscored = row.is_applicable and row.marks is None and not row.why
    reason = "papers.score.unscored_below" if is_heading else "papers.score.unscored"
    yield _Cell(say(reason, language) if unscored else row.why)
    yield _Cell(row.by)
    yield _Cell(row.when, "center")
    yield _Cell("\n".join(row.evidence))


def _number(number: Decimal | None) -> _Cell:
    return _Cell(number, "right")


def _mark(marks: Decimal | None, is_applicable: bool, language: str) -> _Cell:
    return _number(marks) if is_applicable else _Cell(say("papers.score.not_applicable", language), "center")


def _of_many(overview: ScoreOverview, language: str) -> _Content:
    head = overview.head
    columns = (
        (say("papers.score.column.organisation", language), 24),
        *((name, _section_width(name)) for name, _ in overview.sections),
        (say("papers.score.column.total", language), 10),
        (say("papers.score.column.grade", language), 10),
        (say("papers.score.column.remark", language), 40),
    )
    ceilings = (*(ceiling for _, ceiling in overview.sections), overview.ceiling)
    first = (_Cell(say("papers.score.ceilings", language)), *map(_number, ceilings), _Cell(), _Cell())
    rows = [_Row(first, is_bold=True)]
    for row in overview.rows:
        marks = (*row.marks, row.total)
        cells = (_mark(each.marks, each.is_applicable, language) for each in marks)
        why = "\n".join(_why(overview, row, language))
        rows.append(_Row((_Cell(row.organisation), *cells, _Cell(row.grade, "center"), _Cell(why))))
    return _Content(
        say("papers.score.overview_title", language, year=head.year),
        (say("papers.score.year", language, year=head.year, count=len(overview.rows)), _rubric(head, language)),
        _marked(head, language),
        columns,
        tuple(rows),
        (say("papers.score.overview_legend", language), head.note),
        head.decimals,
    )


def _why(overview: ScoreOverview, row: Standing, language: str) -> Iterator[str]:
    """What is to be said of an organisation, and of each mark that it lacks."""
    if row.why:
        yield row.why
    names = [*(name for name, _ in overview.sections), say("papers.score.column.total", language)]
    for name, mark in zip(names, (*row.marks, row.total), strict=True):
        if mark.why or (mark.is_applicable and mark.marks is None):
            why = mark.why or say("papers.score.unscored", language)
            yield say("papers.score.unscored_of", language, section=name, why=why)
    if not row.grade:
        yield say("papers.score.ungraded", language)


def _rubric(head: SheetHead, language: str) -> str:
    version = head.version or say("papers.score.unversioned", language)
    return say("papers.score.rubric", language, rubric=head.rubric, version=version)


def _marked(head: SheetHead, language: str) -> tuple[str, ...]:
    """What nobody may overlook: that the rubric is ours, that the data are made up."""
    said = {"papers.example": head.is_example, "papers.simulated": head.is_synthetic}
    return tuple(say(code, language) for code, is_so in said.items() if is_so)


class _Page:
    """A sheet that is being written: its formats, and the row that comes next."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, language: str):
        self._book, self._sheet, self._language = book, book.add_worksheet(name), language
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._next = 0

    def write(self, content: _Content) -> None:
        """Writes the page and sets it up for A4 across: what stands above the rows is on every sheet of paper."""
        sheet = self._sheet
        widths = [width for _, width in content.columns]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        self._across(content.title, widths, bold=True, font_size=16, align="center")
        for each in content.marked:
            self._across(each, widths, bold=True, font_size=12, align="center", font_color="#C00000")
        for each in content.above:
            self._across(each, widths)
        headings = tuple(_Cell(name, "center") for name, _ in content.columns)
        self._row(_Row(headings, is_bold=True), widths, content.decimals, fill="#EDEDED")
        last = self._next - 1
        for row in content.rows:
            self._row(row, widths, content.decimals)
        for each in content.below:
            if each:
                self._across(each, widths, font_color="#555555")
        self._set_up(last)

    def _set_up(self, last_head: int) -> None:
        sheet = self._sheet
        sheet.freeze_panes(last_head + 1, 1)
        sheet.repeat_rows(0, last_head)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer("&C" + say("papers.score.page", self._language, page="&P", pages="&N"))

    def _across(self, text: str, widths: Sequence[float], **look: Any) -> None:
        """A text over all columns, in as many rows as it needs."""
        size = look.get("font_size", _SIZE)
        for part in _parts(text, sum(widths) / _LETTERS * _SIZE / size):
            made = self._format(text_wrap=True, valign="vcenter", **look)
            self._sheet.merge_range(self._next, 0, self._next, len(widths) - 1, "", made)
            self._sheet.write_string(self._next, 0, part.text, made)
            self._sheet.set_row(self._next, part.lines * _LINE * size / _SIZE + _AROUND)
            self._next += 1

    def _row(self, row: _Row, widths: Sequence[float], decimals: int, fill: str = "") -> None:
        """A row, or several where a text is too long for one: the lines between them are left out."""
        parted = [
            list(_parts(cell.value, (width - cell.indent * _INDENT) / _LETTERS)) if isinstance(cell.value, str) else []
            for cell, width in zip(row.cells, widths, strict=True)
        ]
        count = max(1, *map(len, parted))
        for number in range(count):
            edges = {"top": int(number == 0), "bottom": int(number == count - 1)}
            lines = 1
            for at, (cell, parts) in enumerate(zip(row.cells, parted, strict=True)):
                look = {"left": 1, "right": 1, **edges, "bold": row.is_bold, "align": cell.align, "indent": cell.indent}
                look |= {"text_wrap": True, "valign": "top" if count > 1 else "vcenter"}
                look |= {"bg_color": fill} if fill else {}
                if number < len(parts):
                    lines = max(lines, parts[number].lines)
                    self._sheet.write_string(self._next, at, parts[number].text, self._format(**look))
                elif number == 0:
                    self._value(at, cell.value, decimals, look)
                else:
                    self._sheet.write_blank(self._next, at, None, self._format(**look))
            self._sheet.set_row(self._next, lines * _LINE + _AROUND)
            self._next += 1

    def _value(self, at: int, value: Value, decimals: int, look: dict[str, Any]) -> None:
        """A number as one, with the rubric's decimals or as many as it has; as text where a sheet would round it."""
        if isinstance(value, date):
            made = self._format(**look, num_format="yyyy-mm-dd")
            self._sheet.write_datetime(self._next, at, datetime(value.year, value.month, value.day), made)
        elif isinstance(value, Decimal) and _is_exact(value):
            digits = max(decimals, -int(value.normalize().as_tuple().exponent))
            made = self._format(**look, num_format="0." + "0" * digits if digits else "0")
            self._sheet.write_number(self._next, at, float(value), made)
        elif isinstance(value, Decimal):
            self._sheet.write_string(self._next, at, str(value), self._format(**look))
        else:
            self._sheet.write_blank(self._next, at, None, self._format(**look))

    def _format(self, **look: Any) -> Format:
        look = {"font_name": _FONTS[base_of(self._language)], "font_size": _SIZE, **look}
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    lines: int


def _parts(text: str, characters: float) -> Iterator[_Part]:
    """A text in parts that a row each can hold, in columns of so many Chinese characters; nothing for an empty one."""
    lines = list(_lines(holdable(text).replace("\t", " "), characters))
    for at in range(0, len(lines), _MOST_LINES):
        part = lines[at : at + _MOST_LINES]
        yield _Part("".join(part).removesuffix("\n"), len(part))


def _lines(text: str, characters: float) -> Iterator[str]:
    """A text's lines as a table program breaks them, each with its line break where the text has one there."""
    line, used = "", 0.0
    for word in _words(text, characters):
        width = _width(word)
        if line and used + width > characters:
            yield line
            line, used = "", 0.0
        line, used = line + word, used + width
        if word == "\n":
            yield line
            line, used = "", 0.0
    if line:
        yield line


def _words(text: str, characters: float) -> Iterable[str]:
    """Chinese characters one by one, words in letters whole where a line can hold them."""
    most = max(1, int(characters / _width("m")))
    for word in _WORD.findall(text):
        yield from (word[at : at + most] for at in range(0, len(word), most))


def _width(word: str) -> float:
    """In Chinese characters; letters are counted somewhat wider than most are."""
    return 0.0 if word == "\n" else width_of(word) * (1.2 if word.isascii() else 1)


def _section_width(name: str) -> float:
    """Of a section's column: its name's longest word stands there in bold, whatever font stands in."""
    return max([_NARROWEST_SECTION, *(_width(word) * _LETTERS + 2 for word in _WORD.findall(name))])


def _is_exact(number: Decimal) -> bool:
    return number.is_finite() and Decimal(repr(float(number))) == number


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet's name: without what it can't hold, none twice, whatever its letters' case."""
    plain = _FORBIDDEN.sub(" ", holdable(name)).strip("' ") or "1"
    if plain.casefold() == "history":  # Excel's own
        plain += "_"
    for number in range(1, len(taken) + 2):
        end = f" ({number})" if number > 1 else ""
        # a sheet counts as Excel does, in halves of rare characters
        short = (
            plain.encode("utf-16-le")[: 2 * (_LONGEST_NAME - len(end))].decode("utf-16-le", "ignore").strip("' ") + end
        )
        if short.casefold() not in taken:
            break
    taken.add(short.casefold())
    return short
