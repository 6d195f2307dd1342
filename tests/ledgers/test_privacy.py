"""What names a person is gone once a ledger is loaded: dropped, masked, or told by a code of this root alone."""

import shutil
import stat
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.ledgers.store import ROWS, SALT, ledger_folder
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from tests.conftest import DATA
from tests.ledgers.sheets import csv_of

CATALOGUE = load_catalogue(DATA / "catalogue")
TODAY = date(2025, 1, 31)
PHONES = (
    "13812345678",
    "138-1234-5678",
    "138 1234 5678",
    "+8613812345678",
    "+86 13812345678",
    "１３８１２３４５６７８",
    "020-81234567",
)
IDENTITIES = (
    "440103199001011234",
    "44010319900101123X",
    "44010319900101123x",
    "440103 19900101 1234",
    "440103900101123",
    "123456789012345678",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_root(tmp_path / "one")


def new_root(folder: Path) -> Path:
    shutil.copytree(DATA / "catalogue", folder / "catalogue")
    return folder


def loaded(root: Path, ledger_id: str, *rows: tuple[str, ...]) -> list[dict]:
    """The rows that a csv leaves behind, and in `folder(root, ledger_id)` the files."""
    path = root.parent / f"{ledger_id}.csv"
    path.write_bytes(csv_of(rows))
    _, batch = load_ledger(Settings(data=root), LedgerFile(path, ledger_id, "longjin", {}), today=TODAY)
    return pq.read_table(folder(root, ledger_id) / batch.batch_id / ROWS).to_pylist()


def folder(root: Path, ledger_id: str) -> Path:
    return ledger_folder(root_of(Settings(data=root)), "longjin", ledger_id).path


TEXTS = [
    (ledger.ledger_id, column.column_id)
    for ledger in CATALOGUE.ledgers
    for column in ledger.kept
    if column.type == "text" and column.column_id not in ledger.key and column.personal is None
]


def entry(ledger_id: str) -> tuple[list[str], list[str]]:
    """A ledger's headers, and a row of its examples in which what has none stays empty."""
    columns = CATALOGUE.ledger_of[ledger_id].columns
    return [column.name.zh for column in columns], [column.example for column in columns]


@pytest.mark.parametrize(("ledger_id", "column_id"), TEXTS)
def test_no_number_of_a_person_stays_in_any_text_column(ledger_id: str, column_id: str, root: Path) -> None:
    header, row = entry(ledger_id)
    at = [column.column_id for column in CATALOGUE.ledger_of[ledger_id].columns].index(column_id)
    row[at] = "；".join(("联系", *PHONES, *IDENTITIES, "止"))
    (kept,) = loaded(root, ledger_id, tuple(header), tuple(row))
    text = kept[column_id]
    assert text.startswith("联系") and text.endswith("止")
    assert not any(character.isdigit() for character in text), text


def test_ordinary_numbers_in_a_text_stay(root: Path) -> None:
    text = "穗府〔2024〕12号、2024-03-04、12345热线、面积1234567平方米、GD-2024-00012345"
    (kept,) = loaded(root, "inspections", ("检查编号", "检查日期", "检查领域"), ("JC-1", "2024-03-04", text))
    assert kept["field"] == "穗府〔2024〕12号、2024-03-04、12345热线、面积1234567平方米、GD-2024-00012345"


def test_a_key_that_is_a_persons_number_becomes_a_code_and_stays_a_key(root: Path) -> None:
    rows = loaded(
        root,
        "hotline_orders",
        ("工单编号", "派单日期"),
        ("13812345678", "2024-03-04"),
        ("13812345679", "2024-03-04"),
        ("GD-440103199001011234", "2024-03-04"),
        ("202403041234567890", "2024-03-04"),
    )
    keys = [row["order_no"] for row in rows]
    assert len(set(keys)) == 4
    assert not any(number in key for key in keys for number in ("13812345678", "13812345679", "440103199001011234"))
    assert keys[3] == "202403041234567890", "an order's number can be as long as a person's"
    assert [row["row_key"] for row in rows] == keys


PERSONAL = [ledger.ledger_id for ledger in CATALOGUE.ledgers if any(column.personal for column in ledger.columns)]


@pytest.mark.parametrize("ledger_id", PERSONAL)
def test_columns_about_persons_are_dropped_or_told_by_codes(ledger_id: str, root: Path) -> None:
    header, row = entry(ledger_id)
    columns = CATALOGUE.ledger_of[ledger_id].columns
    secrets = {at: f"张三丰{at}" for at, column in enumerate(columns) if column.personal}
    for at, secret in secrets.items():
        row[at] = secret
    (kept,) = loaded(root, ledger_id, tuple(header), tuple(row))
    dropped = {column.column_id for column in columns if column.personal == "drop"}
    assert dropped.isdisjoint(kept)
    assert "张三丰" not in str(kept)
    for path in folder(root, ledger_id).rglob("*"):
        if path.is_file() and not path.name.startswith("original"):
            assert "张三丰".encode() not in path.read_bytes(), path.name


def trained(root: Path) -> list[str]:
    rows = loaded(
        root,
        "trainings",
        ("场次编号", "人员编号", "培训日期"),
        ("PX-1", "ZF-017", "2024-03-04"),
        ("PX-1", "ZF-018", "2024-03-04"),
        ("PX-2", " ＺＦ-017", "2024-03-05"),
    )
    return [row["officer_no"] for row in rows]


def test_a_code_stays_the_same_within_a_root_and_says_nothing_in_another(root: Path, tmp_path: Path) -> None:
    codes = trained(root)
    assert codes[0] == codes[2] != codes[1]
    staff = loaded(root, "enforcement_staff", ("人员编号", "到岗日期"), ("ZF-017", "2021-07-01"))
    assert staff[0]["officer_no"] == codes[0], "hours add up by the person that another ledger names"
    elsewhere = trained(new_root(tmp_path / "two" / "data"))
    assert set(elsewhere).isdisjoint(codes)


def test_the_original_and_the_salt_are_their_owners_alone(root: Path) -> None:
    trained(root)
    originals = list(folder(root, "trainings").glob("*/original.*"))
    assert originals
    for path in (*originals, root / "ledgers" / SALT):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
