"""All 23 ledgers of a made-up subdistrict, each over all its years."""

from collections.abc import Callable, Mapping

import pyarrow as pa

from pipelines.demo.heads import HEADS
from pipelines.demo.ledgers import enforcement, legal, people, public
from pipelines.demo.rows import Columns, table_of
from pipelines.demo.subdistrict import Subdistrict

_ROOMS = (enforcement, legal, people, public)
_MAKERS: Mapping[str, Callable[[Subdistrict], Columns]] = {
    ledger_id: next(getattr(room, ledger_id) for room in _ROOMS if hasattr(room, ledger_id)) for ledger_id in HEADS
}


def ledger_table(who: Subdistrict, ledger_id: str) -> pa.Table:
    """The rows of one ledger in typed columns by id; those dated after the day of the district aren't there yet."""
    return table_of(ledger_id, _MAKERS[ledger_id](who), who.today)
