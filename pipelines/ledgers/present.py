"""Files of a ledger, loaded one after the other → the rows in force, and what one more file would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from pipelines.domain.ledgers import Ledger
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.check import MONTH_ONLY, ROW_KEY
from pipelines.ledgers.frame import TYPES

BATCH, IS_LATE = "batch_id", "is_late"


@dataclass(frozen=True, slots=True)
class Load:
    """One loaded file: its rows (with `is_late`), the keys that it took back, and whether its late rows count."""

    batch_id: str
    rows: pa.Table
    withdrawn: Sequence[str] = ()
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would change, as keys.  `missing`: in force, dated in the days that it covers, and not in it."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    same: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing that was loaded before would be touched or contradicted."""
        return not self.changed and not self.missing


def present_rows(loads: Sequence[Load], ledger: Ledger) -> pa.Table:
    """Each key's latest row, with `batch_id` and `is_late`, in the order of loading.

    A late row replaces nothing: what a reported figure was counted from stays until somebody accepts it.  It waits no
    longer where a later file has brought its key in time, or taken it back: to accept it would change nothing.
    """
    tables = [_empty(ledger)]
    later: dict[bool, list[pa.Array]] = {False: [], True: []}
    for load in reversed(loads):
        rows = _complete(load.rows, ledger)
        if load.is_accepted:
            rows = rows.set_column(rows.column_names.index(IS_LATE), IS_LATE, pa.repeat(False, rows.num_rows))
        rows = rows.append_column(BATCH, pa.repeat(load.batch_id, rows.num_rows))
        some_late = bool(pc.any(rows.column(IS_LATE)).as_py())
        for is_late, seen in later.items():
            if is_late and not some_late:
                continue
            part = rows.filter(pc.equal(rows.column(IS_LATE), is_late)) if some_late else rows
            newer = [*later[False], *seen] if is_late else seen
            if newer:
                part = part.filter(pc.invert(pc.is_in(part.column(ROW_KEY), pa.concat_arrays(newer))))
            if part.num_rows:
                tables.append(part)
                seen.append(whole(part.column(ROW_KEY)))
        if load.withdrawn:
            later[False].append(pa.array(load.withdrawn, pa.string()))
    return pa.concat_tables(reversed(tables), promote_options="default")


def are_late(rows: pa.Table, present: pa.Table, ledger: Ledger, locked_until: date | None) -> pa.Array:
    """Which rows touch a locked period: those dated in it, and those whose row in force is."""
    if locked_until is None:
        return pa.repeat(False, rows.num_rows)
    last = pa.scalar(locked_until, pa.date32())
    in_force = present.filter(pc.invert(present.column(IS_LATE)))
    reported = in_force.filter(pc.less_equal(in_force.column(ledger.dated_by), last)).column(ROW_KEY)
    is_dated = pc.fill_null(pc.less_equal(rows.column(ledger.dated_by), last), False)
    return whole(pc.or_(is_dated, pc.is_in(rows.column(ROW_KEY), whole(reported))))


def difference(
    rows: pa.Table, present: pa.Table, ledger: Ledger, covers: tuple[date, date], locked_until: date | None = None
) -> Difference:
    """What loading `rows` would change in the rows that are in force.  Those of a locked period aren't missing."""
    present = present.filter(pc.invert(present.column(IS_LATE)))
    keys, known = rows.column(ROW_KEY), whole(present.column(ROW_KEY))
    at = pc.index_in(keys, known)
    is_known = pc.is_valid(at)
    old = present.take(pc.drop_null(at))
    new = rows.filter(is_known)
    differs = pa.repeat(False, new.num_rows)
    for name in (*(column.column_id for column in ledger.kept), MONTH_ONLY):
        one, other = whole(new.column(name)), whole(old.column(name))
        is_same = pc.fill_null(pc.equal(one, other), False)
        both_empty = pc.and_(pc.is_null(one), pc.is_null(other))
        differs = pc.or_(differs, pc.invert(pc.or_(is_same, both_empty)))
    day = present.column(ledger.dated_by)
    is_covered = pc.and_(pc.greater_equal(day, pa.scalar(covers[0])), pc.less_equal(day, pa.scalar(covers[1])))
    is_missing = pc.and_(is_covered, pc.invert(pc.is_in(present.column(ROW_KEY), whole(keys))))
    if locked_until is not None:
        is_missing = pc.and_(is_missing, pc.greater(day, pa.scalar(locked_until)))
    changed = new.column(ROW_KEY).filter(differs).to_pylist()
    return Difference(
        tuple(keys.filter(pc.invert(is_known)).to_pylist()),
        tuple(changed),
        tuple(present.column(ROW_KEY).filter(is_missing).to_pylist()),
        new.num_rows - len(changed),
    )


def _empty(ledger: Ledger) -> pa.Table:
    own = {"sheet_name": pa.string(), "row_number": pa.int32(), MONTH_ONLY: pa.string(), ROW_KEY: pa.string()}
    columns = {column.column_id: TYPES[column.type] for column in ledger.kept} | own
    schema = pa.schema([*columns.items(), (IS_LATE, pa.bool_()), (BATCH, pa.string())])
    return schema.empty_table()


def _complete(rows: pa.Table, ledger: Ledger) -> pa.Table:
    """The rows with every column that the ledger has by now, and no other."""
    wanted = _empty(ledger).drop_columns(BATCH).schema
    columns = [
        rows.column(field.name).cast(field.type) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in wanted
    ]
    return pa.table(columns, schema=wanted)


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    joined = column.combine_chunks()
    return joined if isinstance(joined, pa.Array) else pa.concat_arrays(joined.chunks)
