"""自评表: a workbook in which an office without an account fills in what only it knows, and its rows read back."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipelines.domain.errors import BadSelfAssessment
from pipelines.domain.quantities import typed_figure, written_figure
from pipelines.domain.register import LONGEST_WHY
from pipelines.domain.words import Words
from pipelines.exports.letter import holdable, width_of
from pipelines.wording import say, text_of

COLUMNS = ("id", "line", "ceiling", "rule", "figure", "own_figure", "own_marks", "not_applicable", "why")
ASKED = ("own_figure", "own_marks", "not_applicable", "why")
_TELLING = ASKED[:3]
"""What can't be left aside in a row that is no line's: a heading's, or one that somebody put in."""
_WIDTHS = {"id": 20, "line": 30, "ceiling": 8, "rule": 34, "figure": 22, "own_figure": 14, "own_marks": 12}
_WIDTHS |= {"not_applicable": 10, "why": 40}
_LETTER, _LINE, _AROUND = 2.1, 13, 5
"""A Chinese character's width in the unit of columns; a line's height and what a row has around it, in points."""
_MADE = datetime(2024, 1, 1)  # the same lines are the same file
_SHORT, _MOST_FAULTS = 40, 20
_YES = ("是", "不适用", "√", "✓", "✔", "☑", "yes", "y", "n/a", "1", "true")
_NO = ("", "否", "适用", "no", "n", "0", "false")


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the form; `item_id` is empty for a heading.  What was filled in already stands in the last four."""

    item_id: str
    name: str
    ceiling: Decimal | None
    rule: str = ""
    figure: str = ""
    own_figure: Decimal | None = None
    own_marks: Decimal | None = None
    is_applicable: bool = True
    why: str = ""
    asks: str = "number"


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that a form may speak of; `asks`: what can be given for its figure: number, day, or nothing."""

    name: Words
    asks: str = "number"


@dataclass(frozen=True, slots=True)
class FormHead:
    """What the form is for.  `key`: by which it is known again, ROUND/ORGANISATION/VERSION/AFTER; the last is the
    sequence of the last event that its lines show.
    """

    title: str
    key: str
    note: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """What one row of a form that came back says; nothing where all four cells are empty."""

    item_id: str
    own_figure: Decimal | None
    own_marks: Decimal | None
    is_applicable: bool
    why: str

    @property
    def is_empty(self) -> bool:
        return (self.own_figure, self.own_marks, self.is_applicable, self.why) == (None, None, True, "")


def self_assessment_form(head: FormHead, lines: Sequence[FormLine], language: str) -> bytes:
    """The .xlsx: what the board knows can't be changed, what it asks can."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(say("papers.self.sheet", language))
        font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
        title = book.add_format({"font_name": "宋体", "font_size": 14, "bold": True, "align": "center"})
        note = book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"font_name": "宋体", "font_size": 8, "font_color": "#777777"})
        head_cell = book.add_format({**font, "bold": True, "bg_color": "#e3efee", "align": "center"})
        shown = book.add_format({**font, "bg_color": "#f4f4f2"})
        section = book.add_format({**font, "bold": True, "bg_color": "#e9e9e4"})
        # as text, so that what somebody types stands there: 98% is no 0.98
        asked = book.add_format({**font, "locked": False, "num_format": "@"})
        last = len(COLUMNS) - 1
        sheet.merge_range(0, 0, 0, last, holdable(head.title), title)
        marks = f"{say('papers.simulated', language)}　" if head.is_synthetic else ""
        sheet.merge_range(1, 0, 1, last, holdable(f"{marks}{head.note}"), note)
        sheet.set_row(1, 32)
        sheet.merge_range(2, 0, 2, last, head.key, quiet)
        sheet.set_row(3, 2 * _LINE + _AROUND)
        for at, name in enumerate(COLUMNS):
            sheet.write_string(3, at, say(f"papers.self.column.{name}", language), head_cell)
            sheet.set_column(at, at, _WIDTHS[name])
        for row, line in enumerate(lines, 4):
            sheet.set_row(row, _height(line))
            cells = (line.item_id, line.name, line.ceiling, line.rule, line.figure)
            for at, cell in enumerate(cells):
                _write(sheet, row, at, cell, shown if line.item_id else section)
            for at, (cell, is_asked) in enumerate(_given(line), len(cells)):
                _write(sheet, row, at, cell, asked if is_asked else shown if line.item_id else section)
        if lines:
            sheet.ignore_errors({"number_stored_as_text": f"F5:I{4 + len(lines)}"})
            sheet.data_validation(4, 7, 3 + len(lines), 7, {"validate": "list", "source": [_YES[0]]})
        sheet.freeze_panes(4, 2)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return target.getvalue()


def _given(line: FormLine) -> tuple[tuple[str, bool], ...]:
    """The cells to fill in, as they stand so far, and whether they can be."""
    if not line.item_id:
        return (("", False),) * len(ASKED)
    figure = "" if line.own_figure is None else written_figure(line.own_figure, line.asks)
    marks = "" if line.own_marks is None else format(line.own_marks, "f")
    return (figure, bool(line.asks)), (marks, True), ("" if line.is_applicable else _YES[0], True), (line.why, True)


def _height(line: FormLine) -> float:
    """A row's height in points: as many lines as its longest text takes."""
    texts = {"id": line.item_id, "line": line.name, "rule": line.rule, "figure": line.figure, "why": line.why}
    count = max(ceil(_LETTER * width_of(text) / _WIDTHS[name]) for name, text in texts.items())
    return _LINE * max(count, 1) + _AROUND


def form_rows(
    rows: Sequence[Sequence[str]], form: str, known: Mapping[str, Asked], *, where: str
) -> tuple[int, list[FormRow]]:
    """(the last event that a form's lines showed, what it says line by line), of a form that came back.

    `rows`: its sheet as texts.  `form`: its key without the last part.  `known`: the lines by id.
    Raises BadSelfAssessment with every row that can't be taken: another round's form, an unknown or doubled line, what
    is no number.
    """
    faults: list[Words] = []
    keys = (cell.strip().rpartition("/") for row in rows[:10] for cell in row)
    after = next((last for first, _, last in keys if first == form and last.isdecimal()), None)
    if after is None:
        raise BadSelfAssessment(where=where, faults=_told("other_form"))
    start = next((at for at, row in enumerate(rows) if row and _is_head(row)), None)
    if start is None:
        raise BadSelfAssessment(where=where, faults=_told("no_head"))
    found: dict[str, FormRow] = {}
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = [*row, *[""] * len(COLUMNS)][: len(COLUMNS)]
        said = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        if not any(said[name] for name in (ASKED if said["id"] else _TELLING)) and said["id"] not in known:
            continue
        faults += _faults(number, said, known, found)
        found[said["id"]] = FormRow(
            said["id"],
            typed_figure(said["own_figure"], known[said["id"]].asks) if said["id"] in known else None,
            _typed(said["own_marks"]),
            said["not_applicable"].lower() not in _YES,
            said["why"],
        )
    if faults:
        raise BadSelfAssessment(where=where, faults=_listed(faults))
    return int(after), list(found.values())


def newer_faults(names: Sequence[Words]) -> Words:
    """What is wrong with lines of a form that were changed on the page after it was made."""
    return _listed([_told("newer", name=name) for name in names])


def _listed(faults: Sequence[Words]) -> Words:
    zh, en = ("\n".join(getattr(each, language) for each in faults[:_MOST_FAULTS]) for language in ("zh", "en"))
    return Words(zh, en)


def _is_head(row: Sequence[str]) -> bool:
    return row[0].strip() in {say("papers.self.column.id", language) for language in ("zh", "en")}


def _faults(
    number: int, said: Mapping[str, str], known: Mapping[str, Asked], found: Mapping[str, FormRow]
) -> Iterator[Words]:
    """What is wrong with a row."""
    line = known.get(said["id"])
    if line is None:
        found_id = said["id"][:_SHORT]
        yield _told("unknown", row=number, found=found_id) if found_id else _told("no_id", row=number)
        return
    name = line.name
    if said["id"] in found:
        yield _told("twice", row=number, name=name)
    for column, asks in (("own_figure", line.asks), ("own_marks", "number")):
        if said[column] and not asks:
            yield _told("not_asked", row=number, name=name)
        elif said[column] and _typed(said[column], asks) is None:
            yield _told(asks, row=number, name=name, column=column, found=said[column][:_SHORT])
    if len(said["why"]) > LONGEST_WHY:
        yield _told("long", row=number, name=name, found=len(said["why"]), limit=LONGEST_WHY)
    if said["not_applicable"].lower() not in (*_YES, *_NO):
        yield _told("tick", row=number, name=name, column="not_applicable", found=said["not_applicable"][:_SHORT])


def _told(code: str, **parts: object) -> Words:
    """A fault in both languages; `column` by its heading."""

    def told(language: str) -> str:
        worded = {name: text_of(part, language) for name, part in parts.items() if isinstance(part, Words)}
        if "column" in parts:
            worded["column"] = say(f"papers.self.column.{parts['column']}", language)
        return say(f"papers.self.fault.{code}", language, **(parts | worded))

    return Words(zh=told("zh"), en=told("en"))


def _typed(text: str, asks: str = "number") -> Decimal | None:
    figure = typed_figure(text, asks)
    return figure if figure is not None and figure >= 0 else None


def _write(sheet: Worksheet, row: int, column: int, cell: object, form: Format) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), form)
    else:
        sheet.write_string(row, column, holdable(str(cell or "")), form)
