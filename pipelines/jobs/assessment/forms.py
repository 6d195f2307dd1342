"""A self-assessment form that came back from an office, read in a process under limits."""

from collections.abc import Mapping

from pipelines.domain.errors import BadSelfAssessment
from pipelines.exports.self_assessment import FormRow, form_rows
from pipelines.jobs.assessment.rounds import both
from pipelines.jobs.reading import reader_of
from pipelines.jobs.settings import Settings


def read_form(settings: Settings, content: bytes, name: str, key: str, known: Mapping[str, str]) -> list[FormRow]:
    """What a form says (see `form_rows`).  Raises BadSelfAssessment, and what reading a spreadsheet raises."""
    with reader_of(settings) as files:
        sheets = files.read_rows(content, name)
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    if not shown:
        raise BadSelfAssessment(where=name, faults=both("papers.self.fault.no_head"))
    sheet = shown[0]
    left = [""] * (sheet.left - 1)
    rows = [*[()] * (sheet.top - 1), *([*left, *row] for row in sheet.rows)]
    return form_rows(rows, key, known, where=name)
