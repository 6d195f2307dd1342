"""Templates of ledgers, and a refused file written back with its cells marked."""

import csv
import io
from collections.abc import Sequence

from pipelines.catalogue import load_catalogue
from pipelines.domain.ledgers import Refusal, SheetRows
from pipelines.extract.readers import decode_text, kind_of
from pipelines.jobs.ledgers.load import known_ledger
from pipelines.jobs.reading import reader_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.ledgers.templates import marked_file, template_of


def ledger_template(settings: Settings, ledger_id: str) -> bytes:
    """The workbook (.xlsx) that an office fills in.  Raises UnknownLedger."""
    ledger = known_ledger(load_catalogue(root_of(settings).catalogue), ledger_id, where="template")
    return template_of(ledger, settings.language)


def marked_ledger(settings: Settings, content: bytes, name: str, refusals: Sequence[Refusal]) -> bytes:
    """The rows of a file as an .xlsx with the refused cells in red.  Raises what reading raises."""
    if kind_of(content, name) in ("csv", "plain"):
        text = decode_text(content, where=name)
        mark = max(",\t;", key=text[:10_000].count)
        sheets: Sequence[SheetRows] = [SheetRows("", tuple(map(tuple, csv.reader(io.StringIO(text), delimiter=mark))))]
    else:
        with reader_of(settings, cells=settings.max_ledger_cells) as reader:
            sheets = reader.read_rows(content, name)
    return marked_file(sheets, refusals, settings.language)
