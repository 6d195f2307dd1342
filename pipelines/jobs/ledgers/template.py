"""Templates of ledgers, and a refused file written back with its cells marked."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from pipelines.domain.errors import BinaryDocument, DamagedDocument, ReaderBrokeOff, ReaderTooSlow, SheetTooLarge
from pipelines.domain.ledgers import Refusal, SheetRows
from pipelines.extract.readers import decode_text, kind_of
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.ledgers.load import known_ledger
from pipelines.jobs.reading import reader_of
from pipelines.jobs.settings import Settings
from pipelines.ledgers.templates import HINT, marked_file, reason, template_of
from pipelines.ledgers.texts import column_number
from pipelines.wording import languages, say


def ledger_template(settings: Settings, ledger_id: str) -> bytes:
    """The workbook (.xlsx) that an office fills in.  Raises UnknownLedger."""
    ledger = known_ledger(catalogue_of(settings), ledger_id, where="template")
    return template_of(ledger, settings.language)


def marked_ledger(settings: Settings, content: bytes, name: str, refusals: Sequence[Refusal]) -> bytes:
    """A refused file as an .xlsx with the refused cells in red: an office's own .xlsx, or the rows of any other file.

    A new workbook of the rows also stands in for an .xlsx that is too large to be written back, or of a form that
    can't be.  Raises what reading raises.
    """
    kind = kind_of(content, name)
    if kind in ("csv", "plain"):
        text = decode_text(content, where=name)
        mark = max(",\t;", key=text[:10_000].count)
        rows = tuple(map(tuple, csv.reader(io.StringIO(text), delimiter=mark)))
        return marked_file([SheetRows("", rows)], refusals, settings.language)
    with reader_of(settings, cells=settings.max_ledger_cells) as reader:
        if kind == "zip":
            try:
                return reader.read_marked(content, name, _marking(refusals, settings.language))
            except (BinaryDocument, DamagedDocument, ReaderBrokeOff, ReaderTooSlow, SheetTooLarge):
                pass  # the rows are read all the same, or refused by the words of that reading
        sheets = reader.read_rows(content, name)
    return marked_file(sheets, refusals, settings.language)


def _marking(refusals: Sequence[Refusal], language: str) -> dict[str, Any]:
    """What `marked_workbook` asks for."""
    return {
        "marks": [(each.sheet, each.row, column_number(each.column), reason(each, language)) for each in refusals],
        "hint": say(HINT, language),
        "hints": [say(HINT, each) for each in languages()],
    }
