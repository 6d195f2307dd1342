"""Rows and cells that are planted in a ledger: what no reading takes, and what only a comparison finds."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from pipelines.demo.draws import compute
from pipelines.demo.ledger_files import FIRST_ROW
from pipelines.demo.planted import BAD_CELLS, Manifest, Spot
from pipelines.demo.rows import dated_by, key_of
from pipelines.demo.subdistrict import Subdistrict

MONTH_LEDGERS = ("hotline_orders", "publicity_events")
_AMOUNTS = ("contracts", "amount")
_LATE_DAYS = 35
PLANTED_IN = {code: cell.ledger_id for code, cell in BAD_CELLS.items()} | {
    "late_publication": "penalty_cases",
    "amount_in_another_unit": _AMOUNTS[0],
}


def spoiled(
    who: Subdistrict, ledger_id: str, table: pa.Table, spots: list[Spot], manifest: Manifest
) -> tuple[pa.Table, int]:
    """(a ledger's texts with what is planted in it, how many of its rows will be refused)."""
    planter = _Planter(who, ledger_id, table, manifest)
    for spot in spots:
        if spot.kind == "missing_month" and MONTH_LEDGERS[(spot.number + spot.year) % 2] == ledger_id:
            planter.drop_month(spot)
    for spot in spots:
        if PLANTED_IN.get(spot.kind) != ledger_id:
            continue
        if spot.kind == "late_publication":
            planter.publish_late(spot)
        elif spot.kind == "amount_in_another_unit":
            planter.change_amount(spot)
        else:
            planter.add_bad(spot)
    return planter.table, planter.bad_rows


class _Planter:
    def __init__(self, who: Subdistrict, ledger_id: str, table: pa.Table, manifest: Manifest):
        self._who, self._ledger_id, self._manifest = who, ledger_id, manifest
        self.table, self.bad_rows = table, 0

    def drop_month(self, spot: Spot) -> None:
        """Leave one month of a year out, as where a page of the book is lost."""
        month = f"{spot.year}-{self._drawn(spot, 3, 10):02d}"
        is_lost = compute.fill_null(compute.starts_with(self.table.column(dated_by(self._ledger_id)), month), False)
        lost = compute.sum(is_lost).as_py() or 0
        if lost in (0, self.table.num_rows):
            return
        self.table = self.table.filter(compute.invert(is_lost))
        self._note(spot, month=month, rows=lost)

    def publish_late(self, spot: Spot) -> None:
        """Publish one decision of a year weeks after its term."""
        decided = self.table.column("decided_on").to_pylist()
        must = self.table.column("must_publish").to_pylist()
        last = (self._who.as_of - timedelta(days=_LATE_DAYS)).isoformat()
        rows = [
            at
            for at, (day, is_due) in enumerate(zip(decided, must, strict=True))
            if day and day.startswith(str(spot.year)) and day <= last and is_due == "是"
        ]
        if not rows:
            return
        row = rows[self._drawn(spot, 0, len(rows) - 1)]
        late = date.fromisoformat(decided[row]) + timedelta(days=_LATE_DAYS)
        self._write(row, "published_on", late.isoformat())
        self._note(spot, key=self._cell(row, key_of(self._ledger_id)), row=FIRST_ROW + row, published_on=str(late))

    def change_amount(self, spot: Spot) -> None:
        """Give an amount in 分 in a column of 元: a reading takes it, and it is a hundred times too large."""
        row = self._row_of(spot)
        if row is None:
            return
        text = self._cell(row, _AMOUNTS[1]) + "00"
        self._write(row, _AMOUNTS[1], text)
        self._note(spot, key=self._cell(row, key_of(self._ledger_id)), row=FIRST_ROW + row, found=text)

    def add_bad(self, spot: Spot) -> None:
        """Add rows at the end that will be refused; nothing else of the ledger changes."""
        bad, source = BAD_CELLS[spot.kind], self._row_of(spot)
        if source is None:
            return
        key = key_of(self._ledger_id)
        number = self._cell(source, key)
        if spot.kind == "doubled_row":
            self._append(source, {})
            self._note_bad(spot, key, number)
            return
        changed = {key: f"{number}-补"}
        if spot.kind == "doubled_key":
            for kind in ("其他", "噪声扰民"):
                self._append(source, {**changed, "kind": kind})
                self._note_bad(spot, key, changed[key])
            return
        self._append(source, {**changed, bad.column: bad.text})
        self._note_bad(spot, bad.column, bad.text)

    def _append(self, source: int, changed: dict[str, str]) -> None:
        row = {name: [changed.get(name, self._cell(source, name)) or None] for name in self.table.column_names}
        self.table = pa.concat_tables([self.table, pa.table(row, schema=self.table.schema)])
        self.bad_rows += 1

    def _row_of(self, spot: Spot) -> int | None:
        """A row of the spot's year."""
        days = compute.starts_with(self.table.column(dated_by(self._ledger_id)), str(spot.year))
        rows = np.flatnonzero(compute.fill_null(days, False).to_numpy())
        return int(rows[self._drawn(spot, 0, len(rows) - 1)]) if len(rows) else None

    def _cell(self, row: int, column: str) -> str:
        return self.table.column(column)[row].as_py() or ""

    def _write(self, row: int, column: str, text: str) -> None:
        cells = self.table.column(column)
        changed = pa.chunked_array([*cells[:row].chunks, pa.array([text], pa.string()), *cells[row + 1 :].chunks])
        self.table = self.table.set_column(self.table.column_names.index(column), column, changed)

    def _drawn(self, spot: Spot, least: int, most: int) -> int:
        return self._who.draws("planted", spot.kind, spot.year).one.randint(least, most)

    def _note_bad(self, spot: Spot, column: str, found: str) -> None:
        self._note(spot, column=column, found=found, row=FIRST_ROW + self.table.num_rows - 1, refused=True)

    def _note(self, spot: Spot, **details: object) -> None:
        self._manifest.note(spot.kind, self._who.named.organisation_id, spot.year, ledger_id=self._ledger_id, **details)
