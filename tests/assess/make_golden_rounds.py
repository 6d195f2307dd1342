"""Writes golden_rounds.xlsx: rounds that a spreadsheet works out, so that nothing of pipelines.assess is in them.

Run it from the repository, where LibreOffice is installed, after changing a round, and commit both:

    .venv/bin/python -m tests.assess.make_golden_rounds

Each sheet is a round.  What is typed in stands on yellow (golden_rounds.py has it); all else are formulas that anybody
can follow in the cell (ROUND, SUM, SUMIF, MIN, MAX, IF, COUNTIFS).  LibreOffice works them out and keeps their values
in the file; test_golden_rounds.py reads the rubric, the figures and these values from it.

Longer than other files because the formulas of a round stand together.
"""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.assess.golden_rounds import DISTRICT, GRADES, NOT_APPLICABLE, PLACES, ROUNDS, Line, Places, Round

GOLDEN = Path(__file__).with_name("golden_rounds.xlsx")
PARTS = ("bar", "step", "per", "begun", "most", "floor", "due", "few_good", "on")  # columns F to N
BANDS = ("bar1", "share1", "bar2", "share2", "bar3", "share3")  # columns O to T
COLUMNS = ("id", "parent", "name", "kind", "marks", *PARTS, *BANDS)
OF_PLACES = (
    *("organisation", "group", "coverage", "lost", "vetoed", "coverage marks", "lost marks", "total", "position"),
    *("size", "excellent places", "excellent needs", "excellent", "good places", "good needs", "good"),
    *("grade", "by marks"),
)
TABLE_ROW = 12  # of the names of a table's columns
UNBOUNDED = 1_000_000_000
_TYPED, _LABEL, _BOLD = PatternFill("solid", fgColor="FFF7CC"), PatternFill("solid", fgColor="DDE6F0"), Font(bold=True)
_BEGUN = {"counted": "ROUNDUP({},0)", "dropped": "ROUNDDOWN({},0)", "in_part": "{}"}
_PLACES_NOTE = (
    "60 marks × coverage / 100, and 40 marks less 5 a case lost. Places: the grade's share of the group, rounded. "
    "Needs: as many places as it takes for this organisation to have one (all_in: one more than there are better ones; "
    "all_out: as many as are as good or better). Whoever a veto struck counts in the group's size and takes no place."
)


def workbook() -> Workbook:
    """All rounds, with formulas and without their values."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for round_ in ROUNDS:
        _write_round(book.create_sheet(round_.name), round_)
    for places in PLACES:
        _write_places(book.create_sheet(places.name), places)
    return book


def write_golden_rounds() -> None:
    """The workbook with its values, worked out by a LibreOffice with a profile of its own."""
    with TemporaryDirectory() as folder:
        bare, done = Path(folder, GOLDEN.name), Path(folder, "done")
        workbook().save(bare)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(done), str(bare)]
        subprocess.run(["soffice", profile, "--headless", *convert], check=True, timeout=120)
        GOLDEN.write_bytes((done / GOLDEN.name).read_bytes())


# A round of lines


def _write_round(sheet: Worksheet, of: Round) -> None:
    ends = ("lower", "upper") if of.is_bounded else ("",)
    columns = [f"{name} {end}".strip() for name in of.organisations for end in ends]
    figures_at, marks_at = len(COLUMNS) + 2, len(COLUMNS) + len(columns) + 3
    _write_head(
        sheet, of.name, of.note, {"marks": None, "decimals": of.decimals, "bonus_most": of.bonus_most, "year": 2024}
    )
    _put(sheet, TABLE_ROW - 1, figures_at, "figures", _LABEL)
    _put(sheet, TABLE_ROW - 1, marks_at, "marks", _LABEL)
    for first, titles in ((1, COLUMNS), (figures_at, columns), (marks_at, columns)):
        for at, title in enumerate(titles, first):
            _put(sheet, TABLE_ROW, at, title, _LABEL)
    row_of = {each.line_id: row for row, each in enumerate(of.lines, TABLE_ROW + 1)}
    rows_under = {
        name: [row_of[each.line_id] for each in of.lines if each.parent == name and each.kind not in ("bonus", "veto")]
        for name in ("", *row_of)
    }
    for each in of.lines:
        row, under = row_of[each.line_id], rows_under[each.line_id]
        typed = [each.line_id, each.parent, each.line_id.replace("_", " "), each.kind, each.marks]
        for at, value in enumerate([*typed, *map(each.part, (*PARTS, *BANDS))], 1):
            _put(sheet, row, at, value, _TYPED)
        if under:
            sheet[f"E{row}"] = "=" + "+".join(f"E{one}" for one in under)
        for number, name in enumerate(columns):
            marks, figure = get_column_letter(marks_at + number), get_column_letter(figures_at + number)
            if under:
                sheet[f"{marks}{row}"] = _heading_marks(marks, f"$E{row}", under)
                continue
            given = each.figures[number // len(ends)]
            _put(sheet, row, figures_at + number, given[number % 2] if of.is_bounded else given, _TYPED)
            if of.is_bounded and _is_falling(each):  # the fewest marks come of the most
                figure = get_column_letter(figures_at + number + (1 if name.endswith("lower") else -1))
            sheet[f"{marks}{row}"] = _marks(each, row, f"{figure}{row}", name)
    sheet["B4"] = "=" + "+".join(f"E{row}" for row in rows_under[""])
    _write_sums(sheet, of, [get_column_letter(marks_at + number) for number in range(len(columns))], rows_under[""])
    _widen(sheet, {1: 20, 2: 14, 3: 20, 4: 14}, f"E{TABLE_ROW + 1}")


def _write_sums(sheet: Worksheet, of: Round, columns: Sequence[str], outermost: Sequence[int]) -> None:
    last = TABLE_ROW + len(of.lines)
    row_of = {title: last + 2 + number for number, title in enumerate(("whole", "bonus", "total", "vetoes", "grade"))}
    for title, row in row_of.items():
        _put(sheet, row, 1, title, _LABEL)
    kinds = f"$D{TABLE_ROW + 1}:$D{last}"
    for at in columns:
        marks = f"{at}{TABLE_ROW + 1}:{at}{last}"
        whole, bonus, total, vetoes, grade = (f"{at}{row}" for row in row_of.values())
        sheet[whole] = _heading_marks(at, "$B$4", outermost)
        sheet[bonus] = f'=MIN($B$6,SUMIF({kinds},"bonus",{marks}))'
        sheet[total] = f"=SUM({whole},{bonus})"
        sheet[vetoes] = f'=SUMIF({kinds},"veto",{marks})'
        if not of.is_bounded:
            sheet[grade] = f"=IF({vetoes}>0,$B$8,{_grade_by_marks(total)})"


def _heading_marks(column: str, ceiling: str, rows: Sequence[int]) -> str:
    """Marks of what is applicable × the heading's marks ÷ the ceilings of what is applicable."""
    cells = ",".join(f"{column}{row}" for row in rows)
    ceilings = ",".join(f"IF(ISNUMBER({column}{row}),$E{row},0)" for row in rows)
    return f'=IF(COUNT({cells})=0,"{NOT_APPLICABLE}",ROUND(SUM({cells})*{ceiling}/SUM({ceilings}),$B$5))'


def _is_falling(each: Line) -> bool:
    return each.kind in ("occurrence", "timely") or each.part("few_good") == "yes"


def _marks(each: Line, row: int, cell: str, column: str) -> str:
    """The marks of the figure in a cell; of an end of it, an empty cell is unbounded: 0, or more than anything."""
    end_of_figure = {"lower": "upper", "upper": "lower"} if _is_falling(each) else {"lower": "lower", "upper": "upper"}
    end = end_of_figure.get(column.rpartition(" ")[2])
    figure = f'IF({cell}="",{UNBOUNDED if end == "upper" else 0},{cell})' if end else cell
    return f'=IF({cell}="{NOT_APPLICABLE}","{NOT_APPLICABLE}",ROUND({_GIVES[each.kind](each, row, figure)},$B$5))'


def _ratio(_each: Line, row: int, figure: str) -> str:
    return f"MIN($E{row},$E{row}*{figure}/$F{row})"


def _bands(each: Line, row: int, figure: str) -> str:
    marks = "0"
    for bar, share in (("S", "T"), ("Q", "R"), ("O", "P")):
        marks = f"IF({figure}{_reaches(each)}${bar}{row},$E{row}*${share}{row}/100,{marks})"
    return marks


def _reaches(each: Line) -> str:
    return "<=" if each.part("few_good") == "yes" else ">="


def _shortfall(each: Line, row: int, figure: str) -> str:
    return _less(each, row, f"{figure}-$F{row}" if each.part("few_good") == "yes" else f"$F{row}-{figure}")


def _timely(each: Line, row: int, figure: str) -> str:
    return _less(each, row, f"{figure}-$L{row}")


def _less(each: Line, row: int, amount: str) -> str:
    """The ceiling less a step's marks for each step, at most `most`, at least the floor."""
    off = f"$G{row}*{_steps(each, row, amount)}"
    if each.part("most"):
        off = f"MIN($J{row},{off})"
    return f"MAX({f'$K{row}' if each.part('floor') else 0},$E{row}-{off})"  # MAX passes over an empty cell


def _steps(each: Line, row: int, amount: str) -> str:
    return _BEGUN[each.part("begun")].format(f"MAX(0,{amount})/$H{row}")


def _all_or_nothing(each: Line, row: int, figure: str) -> str:
    return f"IF({figure}{_reaches(each)}$F{row},$E{row},0)"


def _bonus(each: Line, row: int, figure: str) -> str:
    return f"MIN($E{row},$G{row}*{_steps(each, row, figure)})"


def _veto(_each: Line, row: int, figure: str) -> str:
    return f'IF($N{row}="yes",IF({figure}>0,1,0),0)'


def _judgement(_each: Line, _row: int, figure: str) -> str:
    return figure


_GIVES: dict[str, Callable[[Line, int, str], str]] = {
    "ratio": _ratio,
    "bands": _bands,
    "shortfall": _shortfall,
    "occurrence": _less,
    "timely": _timely,
    "all_or_nothing": _all_or_nothing,
    "bonus": _bonus,
    "veto": _veto,
    "judgement": _judgement,
}

# A round of places


def _write_places(sheet: Worksheet, of: Places) -> None:
    _write_head(
        sheet,
        of.name,
        _PLACES_NOTE,
        {"rounding": of.rounding, "ties": of.ties, "excellent_share": 30, "good_share": 40},
    )
    for at, title in enumerate(OF_PLACES, 1):
        _put(sheet, TABLE_ROW, at, title, _LABEL)
    column = {title: get_column_letter(at) for at, title in enumerate(OF_PLACES, 1)}
    every = {title: f"${at}${TABLE_ROW + 1}:${at}${TABLE_ROW + len(DISTRICT)}" for title, at in column.items()}
    for row, (name, typed) in enumerate(DISTRICT.items(), TABLE_ROW + 1):
        for at, value in enumerate((name, *typed), 1):
            _put(sheet, row, at, value, _TYPED)
        one = {title: f"{at}{row}" for title, at in column.items()}
        for title, formula in _place_formulas(of, one, every).items():
            sheet[one[title]] = f"={formula}"
    _widen(sheet, {1: 16, 2: 10}, f"B{TABLE_ROW + 1}")


def _place_formulas(of: Places, one: Mapping[str, str], every: Mapping[str, str]) -> dict[str, str]:
    """Column → formula, of the cells of `one` organisation among the ranges of `every` one."""
    to_whole = {"down": "ROUNDDOWN", "half_up": "ROUND", "up": "ROUNDUP"}[of.rounding]
    group, total = f"{every['group']},{one['group']}", one["total"]
    competing = f'{group},{every["vetoed"]},"no"'
    left = f'{competing},{every["excellent"]},"no"'
    better, as_good = f'{every["total"]},">"&{total}', f'{every["total"]},">="&{total}'

    def needs(among: str) -> str:
        return f'IF($B$5="all_in",1+COUNTIFS({among},{better}),COUNTIFS({among},{as_good}))'

    def has_place(grade: str, at_least: str, *free_of: str) -> str:
        conditions = [*(f'{each}="no"' for each in free_of), f"{total}>={at_least}"]
        return f'IF(AND({",".join(conditions)},{one[f"{grade} needs"]}<={one[f"{grade} places"]}),"yes","no")'

    return {
        "coverage marks": f"ROUND(MIN(60,60*{one['coverage']}/100),2)",
        "lost marks": f"ROUND(MAX(0,40-5*{one['lost']}),2)",
        "total": f"{one['coverage marks']}+{one['lost marks']}",
        "position": f"1+COUNTIFS({group},{better})",
        "size": f"COUNTIFS({group})",
        "excellent places": f"{to_whole}($B$6*{one['size']}/100,0)",
        "excellent needs": needs(competing),
        "excellent": has_place("excellent", "$E$5", one["vetoed"]),
        "good places": f"{to_whole}($B$7*{one['size']}/100,0)",
        "good needs": needs(left),
        "good": has_place("good", "$E$6", one["vetoed"], one["excellent"]),
        "grade": f'IF({one["vetoed"]}="yes",$B$8,IF({one["excellent"]}="yes",$D$5,IF({one["good"]}="yes",$D$6,'
        f"IF({total}>=$E$7,$D$7,$D$8))))",
        "by marks": _grade_by_marks(total),
    }


# Every sheet


def _grade_by_marks(total: str) -> str:
    return f"IF({total}>=$E$5,$D$5,IF({total}>=$E$6,$D$6,IF({total}>=$E$7,$D$7,$D$8)))"


def _write_head(sheet: Worksheet, name: str, note: str, settings: Mapping[str, Any]) -> None:
    """Title and note, the settings in B4 to B8, the grades in D5 to E8."""
    _put(sheet, 1, 1, f"Round “{name}”").font = Font(bold=True, size=14)
    _put(sheet, 2, 1, f"{note} Yellow is typed in, all else is worked out.")
    for row, (setting, value) in enumerate({**settings, "veto_grade": "fail"}.items(), 4):
        _put(sheet, row, 1, setting, _LABEL)
        _put(sheet, row, 2, value, _TYPED)
    for row, (grade, at_least) in enumerate((("grade", "at least"), *GRADES), 4):
        _put(sheet, row, 4, grade, _LABEL if row == 4 else _TYPED)
        _put(sheet, row, 5, at_least, _LABEL if row == 4 else _TYPED)


def _put(sheet: Worksheet, row: int, column: int, value: Any, fill: PatternFill | None = None) -> Cell:
    cell = sheet.cell(row, column)
    if value not in (None, ""):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        if fill is not None:
            cell.fill = fill
        if fill is _LABEL:
            cell.font = _BOLD
    return cell


def _widen(sheet: Worksheet, widths: Mapping[int, int], frozen: str) -> None:
    for at in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(at)].width = widths.get(at, 12)
    sheet.freeze_panes = frozen


if __name__ == "__main__":
    write_golden_rounds()
