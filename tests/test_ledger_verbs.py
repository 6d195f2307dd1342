"""`ledger …` and `demo` on the command line: what they print, store and refuse."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from python_calamine import CalamineWorkbook

Run = Callable[..., Result]
HEADER = "整治编号,整治日期,点位名称,类别\n"
CLEAN_UPS = ("--ledger", "clean_ups", "--org", "longjin")


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str], Path]:
    def written(rows: str, name: str = "整治.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text(header + rows, encoding="utf-8")
        return path

    return written


def test_the_template_of_a_ledger_is_a_workbook_with_its_columns(data_root, tmp_path, run: Run) -> None:
    target = tmp_path / "out.xlsx"
    assert run("ledger", "template", "contracts", "--to", target).exit_code == 0
    header = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()[2]
    assert [header[at] for at in (1, 2)] == ["合同编号*", "送审日期*"]


def test_an_unknown_kind_is_refused_with_those_that_there_are(data_root, run: Run) -> None:
    refused = run("ledger", "template", "weather")
    assert refused.exit_code == 1
    assert "没有名为“weather”的台账" in refused.stderr and "contracts" in refused.stderr


def test_check_stores_nothing_and_writes_the_marked_file(data_root, tmp_path, book, run: Run) -> None:
    file = book("Z1,2024-05-06,甲,占道经营\nZ2,1023-05-06,甲,占道经营\n")
    marked = tmp_path / "marked.xlsx"
    checked = run("ledger", "check", file, *CLEAN_UPS, "--marked", marked)
    assert checked.exit_code == 1
    assert "B3" in checked.stdout and "1023-05-06" in checked.stdout
    assert marked.is_file()
    assert not list((data_root / "ledgers").glob("*/*/*"))


def test_a_file_with_a_bad_row_loads_whole_or_by_its_good_rows(data_root, book, run: Run) -> None:
    file = book("Z1,2024-05-06,甲,占道经营\nZ2,2024-05-06,甲,不知道\n")
    refused = run("ledger", "load", file, *CLEAN_UPS)
    assert refused.exit_code == 1
    assert "2 条记录中有 1 条不能导入，因此全部未导入" in refused.stderr
    loaded = run("ledger", "load", file, *CLEAN_UPS, "--good-rows")
    assert loaded.exit_code == 0
    assert "1 rows" in loaded.stdout and "1 rows were refused" in loaded.stdout


def test_changes_of_loaded_rows_must_be_meant(data_root, book, run: Run) -> None:
    assert (
        run("ledger", "load", book("Z1,2024-05-06,甲,占道经营\nZ2,2024-05-07,甲,占道经营\n"), *CLEAN_UPS).exit_code == 0
    )
    corrected = book("Z1,2024-05-06,乙,占道经营\n")
    unseen = run("ledger", "load", corrected, *CLEAN_UPS)
    assert unseen.exit_code == 1 and "将改动已导入的 1 条记录" in unseen.stderr
    loaded = run("ledger", "load", corrected, *CLEAN_UPS, "--yes", "--replace")
    assert "1 changed" in loaded.stdout and "1 taken back" in loaded.stdout
    again = run("ledger", "load", corrected, *CLEAN_UPS)
    assert again.exit_code == 1 and "此前已导入" in again.stderr


def test_a_locked_period_keeps_late_rows_waiting(data_root, book, run: Run) -> None:
    run("ledger", "load", book("Z1,2024-05-06,甲,占道经营\nZ2,2024-12-06,甲,占道经营\n"), *CLEAN_UPS)
    assert run("ledger", "lock", *CLEAN_UPS, "--until", "2024-06-30").exit_code == 0
    late = run("ledger", "load", book("Z3,2024-06-01,甲,占道经营\n", "补录.csv"), *CLEAN_UPS)
    assert "1 rows are dated in a locked period and wait" in late.stdout
    batch = late.stdout.split("loaded ")[1].split(":")[0]
    assert "accepted 1 late rows" in run("ledger", "accept", batch, *CLEAN_UPS).stdout
    assert run("ledger", "unlock", *CLEAN_UPS).exit_code == 0


def test_a_header_of_another_system_is_explained_once(data_root, book, run: Run) -> None:
    other = "记录号码,整治日期,点位名称,类别\n"
    unknown = run("ledger", "load", book("Z1,2024-05-06,甲,占道经营\n", header=other), *CLEAN_UPS)
    assert unknown.exit_code == 1 and "缺少必填栏目：整治编号" in unknown.stderr and "记录号码" in unknown.stderr
    mapped = run(
        "ledger", "load", book("Z1,2024-05-06,甲,占道经营\n", header=other), *CLEAN_UPS, "--map", "记录号码=record_no"
    )
    assert mapped.exit_code == 0
    assert run("ledger", "load", book("Z2,2024-05-07,甲,占道经营\n", header=other), *CLEAN_UPS).exit_code == 0
    wrong = run("ledger", "load", book("Z3,2024-05-07,甲,占道经营\n"), *CLEAN_UPS, "--map", "案号")
    assert wrong.exit_code == 1 and "不是列名说明" in wrong.stderr


def test_a_report_and_a_ledger_that_differ_are_shown(data_root, book, run: Run) -> None:
    rows = "".join(f"Z{number},2023-{number % 12 + 1:02d}-05,甲{number},占道经营\n" for number in range(1_347))
    run("ledger", "load", book(rows), *CLEAN_UPS)
    assert run("build", "--as-of", "2025-01-31").exit_code == 0
    shown = run("show", "reconciliation", "--org", "longjin", "--year", "2023", "--format", "json")
    rows_of = {row["metric_id"]: row for row in json.loads(shown.stdout)}
    found = rows_of["street_occupation_cases"]
    assert (found["report_value"], found["ledger_value"], found["difference"]) == (1349, 1347, -2)
    assert (found["state"], found["reason"]) == ("differs", "unexplained")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_originals_are_listed_and_deleted_only_when_asked(data_root, book, run: Run, monkeypatch, language) -> None:
    monkeypatch.setenv("FAZHI_LANGUAGE", language)
    run("ledger", "load", book("Z1,2024-05-06,甲,占道经营\n"), *CLEAN_UPS)
    (original,) = (data_root / "ledgers").glob("*/*/*/original.csv")
    none = run("ledger", "purge")
    assert none.exit_code == 0
    assert {"zh": "没有保管期满的原件", "en": "no original's retention is over"}[language] in none.stdout
    due = run("ledger", "purge", "--as-of", "2099-01-01")
    assert due.exit_code == 0
    assert all(word in due.stdout for word in ("longjin", "clean_ups", original.parent.name, "整治.csv"))
    assert {"zh": "1 份原件保管期满", "en": "the retention of 1 originals"}[language] in due.stdout
    early = run("ledger", "purge", "--as-of", "2099-01-01", "--yes")
    assert early.exit_code == 1
    assert {"zh": "尚未到来", "en": "is still to come"}[language] in early.stderr
    assert original.is_file()
    card = original.parent / "batch.json"
    loaded_on = json.loads(card.read_text(encoding="utf-8"))["loaded_on"]
    card.write_text(
        card.read_text(encoding="utf-8")
        .replace(loaded_on, "2010-01-01")
        .replace(f"{int(loaded_on[:4]) + 5}-", "2015-"),
        encoding="utf-8",
    )
    done = run("ledger", "purge", "--yes")
    assert done.exit_code == 0 and not original.exists() and card.is_file()
    assert {"zh": "已删除 1 份原件", "en": "deleted 1 originals"}[language] in done.stdout
    assert ("原件" in done.stdout) == (language == "zh")


def test_demo_fills_an_empty_folder_and_no_other(tmp_path, run: Run, monkeypatch) -> None:
    root = tmp_path / "demo"
    small = ("--orgs", "1", "--years", "2024-2025", "--events-per-org", "60", "--as-of", "2025-09-30")
    made = run("demo", root, *small)
    assert made.exit_code == 0 and "23 ledgers" in made.stdout
    assert (root / "synthetic").is_file() and (root / "planted.json").is_file()
    assert run("demo", root, *small).exit_code == 1
    assert run("demo", tmp_path / "other", "--years", "later").exit_code == 1
    monkeypatch.setenv("FAZHI_DATA", str(root))
    assert run("build", "--as-of", "2025-09-30").exit_code == 0
    shown = json.loads(run("show", "metrics", "--format", "json").stdout)
    assert shown and all(row["synthetic"] is True for row in shown)


def test_a_real_report_is_refused_among_made_up_ones(tmp_path, repository, run: Run, monkeypatch) -> None:
    root = tmp_path / "demo"
    run("demo", root, "--orgs", "1", "--years", "2025-2025", "--events-per-org", "40", "--as-of", "2025-09-30")
    monkeypatch.setenv("FAZHI_DATA", str(root))
    real = tmp_path / "real.txt"
    real.write_text("某街道2024年法治政府建设年度报告\n全年开展法治培训5场。\n", encoding="utf-8")
    refused = run("ingest", real, "--org", "yanting", "--year", "2024")
    assert refused.exit_code == 1 and "没有标明是模拟数据" in refused.stderr
    assert not list((root / "documents").glob("yanting-2024-*"))
    assert run("build", "--as-of", "2025-09-30").exit_code == 0
