"""Whole rounds come out as a spreadsheet works them out, to the last decimal of every line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pipelines.assess import graded, proposal, rounded, total
from pipelines.domain.assessments import NOT_APPLICABLE, Input, Marks, Rubric, Total
from tests.assess.golden_rounds import PLACES, ROUNDS
from tests.assess.make_golden_rounds import COLUMNS, GOLDEN, TABLE_ROW, workbook
from tests.assess.rubrics import WRITTEN_NAME, between, rubric_with

KINDS = {"timely": "report_published"}
TAKEN_OVER = ("bar", "step", "per", "begun", "most", "floor")
SUMS = ("whole", "bonus", "total", "vetoes", "grade")


@cache
def sheet_of(name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(GOLDEN)).get_sheet_by_name(name).to_python()


def settings_of(sheet: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {row[0]: row[1] for row in sheet[3:8]}


def grades_of(sheet: Sequence[Sequence[Any]], **shares: Any) -> list[dict[str, Any]]:
    return [
        {"id": row[3], "name": WRITTEN_NAME, "at_least": str(row[4]), "most_share": shares.get(row[3])}
        for row in sheet[4:8]
    ]


def number(cell: Any) -> Decimal:
    return Decimal(str(cell))


@dataclass(frozen=True)
class GoldenRound:
    """A sheet's rubric, and by organisation and column what is typed and what the formulas came to."""

    rubric: Rubric
    columns: tuple[str, ...]
    figures: Mapping[str, Mapping[str, Any]]
    worked_out: Mapping[str, Mapping[str, Any]]

    def marks(self, line: str, column: str) -> Decimal | None:
        """As the spreadsheet has them, without the noise that sums of floats have behind the last decimal."""
        found = self.worked_out[line][column]
        return None if found == "n/a" else rounded(number(found), Decimal(1).scaleb(-self.rubric.decimals))

    def figure(self, line: str, lower: str, upper: str) -> Input:
        low, high = self.figures[line][lower], self.figures[line][upper]
        if low == "n/a":
            return Input(is_applicable=False)
        as_number = [
            None if each == "" else Decimal(each.toordinal()) if isinstance(each, date) else number(each)
            for each in (low, high)
        ]
        return Input() if as_number == [None, None] else between(*as_number)

    def total(self, lower: str, upper: str) -> Total:
        """The organisation's, of what the rules give; a judged line has the assessor's marks."""
        found = {}
        for item in self.rubric.scored:
            given = self.figure(item.item_id, lower, upper)
            proposed = proposal(item, given, year=2024, decimals=self.rubric.decimals)
            found[item.item_id] = {
                "not_applicable": NOT_APPLICABLE,
                "judgement": Marks(given.lower, given.upper),
            }.get(proposed.state, Marks(proposed.lower, proposed.upper))
        return total(self.rubric, found)


def golden_round(name: str) -> GoldenRound:
    sheet = sheet_of(name)
    titles = sheet[TABLE_ROW - 1]
    table = [dict(zip(COLUMNS, row, strict=False)) for row in sheet[TABLE_ROW:]]
    lines, settings = [row for row in table if row["kind"]], settings_of(sheet)
    figures_at = len(COLUMNS) + 1
    columns = tuple(titles[figures_at : titles.index("", figures_at)])
    marks_at = figures_at + len(columns) + 1
    rows = {row[0]: row for row in sheet[TABLE_ROW:] if row[0]}
    return GoldenRound(
        rubric_with(
            [rubric_line(row) for row in lines],
            marks=str(settings["marks"]),
            decimals=int(settings["decimals"]),
            bonus_most=str(settings["bonus_most"]),
            veto_grade=settings["veto_grade"],
            grades=grades_of(sheet),
        ),
        columns,
        {line: dict(zip(columns, row[figures_at:], strict=False)) for line, row in rows.items()},
        {line: dict(zip(columns, row[marks_at:], strict=False)) for line, row in rows.items()},
    )


def rubric_line(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the sheet as the catalogue writes it."""
    line = {
        "id": row["id"],
        "parent": row["parent"] or None,
        "marks": None if row["marks"] == "" else str(row["marks"]),
    }
    if row["kind"] == "heading":
        return line
    rule = {"kind": row["kind"], "source": KINDS.get(row["kind"], "counted")}
    rule |= {part: str(row[part]) for part in TAKEN_OVER if row[part] != ""}
    if row["due"]:
        assert row["due"].year == 2025
        rule["due"] = f"{row['due']:%m-%d}"
    if row["kind"] == "bands":
        rule["bands"] = [{"bar": str(row[f"bar{at}"]), "share": str(row[f"share{at}"])} for at in (1, 2, 3)]
    return {**line, "rule": rule | {"few_good": row["few_good"] == "yes", "on": row["on"] == "yes"}}


EXACT_COLUMNS = [
    (each.name, f"{name}{lower}", f"{name}{upper}")
    for each in ROUNDS
    for lower, upper in [(" lower", " upper") if each.is_bounded else ("", "")]
    for name in each.organisations
]


@pytest.mark.parametrize(("name", "lower", "upper"), EXACT_COLUMNS)
def test_every_line_and_heading_has_the_marks_that_the_spreadsheet_works_out(name: str, lower: str, upper: str):
    golden = golden_round(name)
    found = golden.total(lower, upper).of
    expected = {line: Marks(golden.marks(line, lower), golden.marks(line, upper)) for line in golden.rubric.item_of}
    assert found == expected


@pytest.mark.parametrize(("name", "lower", "upper"), EXACT_COLUMNS)
def test_every_total_with_its_bonus_is_the_spreadsheets(name: str, lower: str, upper: str):
    golden = golden_round(name)
    found = golden.total(lower, upper)
    assert (found.lower, found.upper) == (golden.marks("total", lower), golden.marks("total", upper))
    assert len(found.vetoes) == golden.worked_out["vetoes"][lower]
    undecided = [
        item.item_id
        for item in golden.rubric.scored
        if golden.marks(item.item_id, lower) != golden.marks(item.item_id, upper)
    ]
    assert found.open_items == len(undecided)


@pytest.mark.parametrize("name", [each.name for each in ROUNDS if not each.is_bounded])
def test_every_grade_by_marks_and_veto_is_the_spreadsheets(name: str):
    golden = golden_round(name)
    totals = {column: golden.total(column, column) for column in golden.columns}
    found = graded(
        golden.rubric,
        {column: each.lower for column, each in totals.items()},
        {},
        [column for column, each in totals.items() if each.vetoes],
    )
    assert {column: each.grade_id for column, each in found.items()} == golden.worked_out["grade"]


@pytest.mark.parametrize("name", [each.name for each in PLACES])
def test_every_place_and_position_and_grade_of_a_district_is_the_spreadsheets(name: str):
    sheet = sheet_of(name)
    settings = settings_of(sheet)
    rubric = rubric_with(
        [
            {"id": "coverage", "marks": "60", "rule": {"kind": "ratio", "source": "counted", "bar": "100"}},
            {"id": "lost", "marks": "40", "rule": {"kind": "occurrence", "source": "counted", "step": "5"}},
        ],
        grades=grades_of(sheet, excellent=str(settings["excellent_share"]), good=str(settings["good_share"])),
        quota={"rounding": settings["rounding"], "ties": settings["ties"]},
        veto_grade=settings["veto_grade"],
    )
    rows = {row[0]: dict(zip(sheet[TABLE_ROW - 1], row, strict=True)) for row in sheet[TABLE_ROW:]}
    marks = {}
    for organisation, row in rows.items():
        lines = {}
        for item in rubric.items:
            figure = number(row[item.item_id])
            found = proposal(item, between(figure, figure), year=2024, decimals=2).marks
            assert found == rounded(number(row[f"{item.item_id} marks"]), Decimal("0.01"))
            lines[item.item_id] = Marks(found, found)
        marks[organisation] = total(rubric, lines).lower
        assert marks[organisation] == rounded(number(row["total"]), Decimal("0.01"))
    result = graded(
        rubric,
        marks,
        {organisation: row["group"] for organisation, row in rows.items()},
        [organisation for organisation, row in rows.items() if row["vetoed"] == "yes"],
    )
    for organisation, row in rows.items():
        found = result[organisation]
        assert (organisation, found.grade_id, found.position) == (organisation, row["grade"], row["position"])
        assert (found.missed or found.grade_id) == row["by marks"]
        assert (found.by == "veto") == (row["vetoed"] == "yes")
        assert (found.by == "bands") == (row["grade"] == row["by marks"] and row["vetoed"] == "no")


def test_the_workbook_holds_what_its_script_writes():
    """Whoever changes a round or a formula also lets LibreOffice work it out again."""
    kept, written = load_workbook(GOLDEN), workbook()
    assert kept.sheetnames == written.sheetnames
    for name in written.sheetnames:
        cells = {
            cell.coordinate: cell.value for row in kept[name].iter_rows() for cell in row if cell.value is not None
        }
        days = {at: value.date() for at, value in cells.items() if isinstance(value, datetime)}
        assert cells | days == {
            cell.coordinate: cell.value for row in written[name].iter_rows() for cell in row if cell.value is not None
        }
