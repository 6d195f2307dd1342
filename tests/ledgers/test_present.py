"""Files loaded one after the other against a dictionary: the latest row of each key, late rows apart."""

from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.ledgers import Ledger, LedgerColumn
from pipelines.domain.words import Words
from pipelines.ledgers.check import MONTH_ONLY, ROW, ROW_KEY, SHEET
from pipelines.ledgers.present import IS_LATE, Load, difference, present_rows

NAME = Words("名", "name")
LEDGER = Ledger(
    "rows",
    NAME,
    NAME,
    "office",
    ("key",),
    "day",
    1,
    (LedgerColumn("key", NAME, "text"), LedgerColumn("day", NAME, "date"), LedgerColumn("hours", NAME, "number")),
)
FIRST = date(2024, 1, 1)
Cells = tuple[date, int | None, str | None]
"""Day, hours, and whether the day names a month alone."""


@dataclass(frozen=True)
class File:
    """One file: cells by key, which keys come late, whether its late rows were accepted, the days that it replaces."""

    rows: dict[str, Cells]
    late: frozenset[str]
    is_accepted: bool
    covers: tuple[date, date]
    replaces: bool


def files() -> st.SearchStrategy[File]:
    day = st.integers(0, 20).map(lambda number: FIRST + timedelta(days=number))
    cells = st.tuples(day, st.none() | st.integers(0, 2), st.sampled_from([None, None, "day"]))
    keys = st.sampled_from("甲乙丙丁")
    covers = st.tuples(day, day).map(lambda pair: (min(pair), max(pair)))
    return st.builds(
        File, st.dictionaries(keys, cells, max_size=4), st.frozensets(keys), st.booleans(), covers, st.booleans()
    )


def table(rows: dict[str, Cells]) -> pa.Table:
    count = len(rows)
    return pa.table(
        {
            "key": pa.array(rows, pa.string()),
            "day": pa.array([cells[0] for cells in rows.values()], pa.date32()),
            "hours": pa.array([cells[1] for cells in rows.values()], pa.int64())
            .cast(pa.decimal128(23, 4))
            .cast(pa.decimal128(20, 4)),
            SHEET: pa.array(["表"] * count, pa.string()),
            ROW: pa.array(range(2, 2 + count), pa.int32()),
            MONTH_ONLY: pa.array([cells[2] for cells in rows.values()], pa.string()),
            ROW_KEY: pa.array(rows, pa.string()),
        }
    )


def shown(present: pa.Table) -> dict[tuple[str, bool], tuple]:
    return {
        (row[ROW_KEY], row[IS_LATE]): (
            row["day"],
            None if row["hours"] is None else int(row["hours"]),
            row[MONTH_ONLY],
            row["batch_id"],
        )
        for row in present.to_pylist()
    }


@settings(max_examples=200)
@given(st.lists(files(), max_size=6))
def test_the_rows_in_force_and_the_difference_are_a_dictionarys(loaded: list[File]) -> None:
    loads: list[Load] = []
    in_force: dict[str, tuple] = {}
    waiting: dict[str, tuple] = {}
    for number, file in enumerate(loaded):
        rows = table(file.rows)
        found = difference(rows, present_rows(loads, LEDGER), LEDGER, file.covers)
        assert found.added == tuple(key for key in file.rows if key not in in_force)
        assert found.changed == tuple(
            key for key, cells in file.rows.items() if key in in_force and in_force[key][:3] != cells
        )
        assert found.same == sum(key in in_force and in_force[key][:3] == cells for key, cells in file.rows.items())
        assert set(found.missing) == {
            key
            for key, cells in in_force.items()
            if key not in file.rows and file.covers[0] <= cells[0] <= file.covers[1]
        }
        withdrawn = found.missing if file.replaces else ()
        is_late = pa.array([key in file.late for key in file.rows], pa.bool_())
        loads.append(Load(str(number), rows.append_column(IS_LATE, is_late), withdrawn, file.is_accepted))
        for key in withdrawn:
            in_force.pop(key, None)
            waiting.pop(key, None)
        for key, cells in file.rows.items():
            if key in file.late and not file.is_accepted:
                waiting[key] = (*cells, str(number))
            else:
                in_force[key] = (*cells, str(number))
                waiting.pop(key, None)
    present = present_rows(loads, LEDGER)
    expected = {(key, False): row for key, row in in_force.items()} | {(key, True): row for key, row in waiting.items()}
    assert shown(present) == expected
    assert present.num_rows == len(expected)


def test_a_late_row_replaces_nothing_until_it_is_accepted() -> None:
    before = table({"甲": (FIRST, 1, None)})
    after = table({"甲": (FIRST, 2, None)})
    first = Load("1", before.append_column(IS_LATE, pa.array([False])))

    def second(*, is_accepted: bool) -> Load:
        return Load("2", after.append_column(IS_LATE, pa.array([True])), is_accepted=is_accepted)

    waiting = shown(present_rows([first, second(is_accepted=False)], LEDGER))
    assert waiting == {("甲", False): (FIRST, 1, None, "1"), ("甲", True): (FIRST, 2, None, "2")}
    assert shown(present_rows([first, second(is_accepted=True)], LEDGER)) == {("甲", False): (FIRST, 2, None, "2")}


def test_rows_loaded_before_a_column_was_added_are_empty_in_it() -> None:
    old = table({"甲": (FIRST, 1, None)}).drop_columns("hours").append_column(IS_LATE, pa.array([False]))
    assert shown(present_rows([Load("1", old)], LEDGER)) == {("甲", False): (FIRST, None, None, "1")}
