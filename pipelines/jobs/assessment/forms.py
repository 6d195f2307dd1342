"""A self-assessment form that came back from an office, read in a process under limits."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pipelines.domain.errors import BadSelfAssessment
from pipelines.exports.self_assessment import Asked, FormRow, form_rows
from pipelines.jobs.assessment.rounds import both
from pipelines.jobs.reading import reader_of
from pipelines.jobs.settings import Settings


def read_form(
    settings: Settings, content: bytes, name: str, form: str, known: Mapping[str, Asked]
) -> tuple[int, list[FormRow]]:
    """What a form says (see `form_rows`).  Raises BadSelfAssessment, and what reading a spreadsheet raises."""
    with reader_of(settings) as files:
        sheets = files.read_rows(content, name)
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    if not shown:
        raise BadSelfAssessment(where=name, faults=both("papers.self.fault.no_head"))
    sheet = shown[0]
    left = [""] * (sheet.left - 1)
    rows: list[list[str]] = [*([] for _ in range(sheet.top - 1)), *([*left, *row] for row in sheet.rows)]
    for row, column in sheet.percents | sheet.formulas:
        if row <= len(rows) and column <= len(rows[row - 1]):
            # a formula that gives nothing, or an error, is no cell that somebody left empty
            text = rows[row - 1][column - 1] or ("=" if (row, column) in sheet.formulas else "")
            rows[row - 1][column - 1] = _in_percent(text) if (row, column) in sheet.percents else text
    return form_rows(rows, form, known, where=name)


def _in_percent(text: str) -> str:
    """0.98 in a cell that shows 98% is 98%: what was typed is what is meant."""
    try:
        return f"{Decimal(text) * 100:f}%"
    except InvalidOperation:
        return text
