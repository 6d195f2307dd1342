"""Ledgers from a file to a figure: loaded, locked, borrowed, counted once, and not counted again without need."""

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from pipelines.api import open_board
from pipelines.domain.errors import LedgerAltered, NoSuchBatch, ProtectedDocument, UnknownLedger
from pipelines.jobs import documents
from pipelines.jobs.build import build
from pipelines.jobs.ledgers import counts, decide
from pipelines.jobs.ledgers.load import LedgerFile, Wish, inspect_ledger, load_ledger
from pipelines.jobs.ledgers.template import marked_ledger
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.wording import say
from tests.extract.readers.files import changed_zip, xlsx_file
from tests.extract.readers.ole_files import ole_file
from tests.jobs.bad_files import encrypted_zip
from tests.ledgers.sheets import Sheet, ods_of

TODAY = date(2025, 1, 31)
EVENTS = "活动编号,活动日期,宣传主题,是否集中宣传,所属社区\n"
TRAININGS = "场次编号,培训日期,人员编号,培训对象,学时,是否计入普法活动\n"


@pytest.fixture
def settings(repository: Path, tmp_path: Path) -> Settings:
    root = tmp_path / "data"
    shutil.copytree(repository / "data" / "catalogue", root / "catalogue")
    return Settings(data=root)


def load(settings: Settings, ledger_id: str, text: str, *, name: str = "台账", **wish: bool) -> str:
    path = settings.data.parent / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    _, batch = load_ledger(settings, LedgerFile(path, ledger_id, "longjin", {}), today=TODAY, wish=Wish(**wish))
    return batch.batch_id


def figure(settings: Settings, metric_id: str, year: int = 2024) -> float | None:
    build(settings, as_of=TODAY)
    rows = open_board(settings.data).metric_year("longjin", year, metric_id)
    return None if rows.empty or rows["value"].isna().all() else float(rows["value"].iloc[0])


def test_a_ledger_alone_makes_an_edition(settings: Settings) -> None:
    load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\nP2,2024-06-06,禁毒,是,甲社区\n")
    assert figure(settings, "themed_campaigns") == 2
    assert figure(settings, "communities_reached") == 1
    assert figure(settings, "publicity_audience") is None, (
        "the file has no column of attendance: nothing is known of it"
    )


def test_an_event_of_two_ledgers_is_entered_once_and_counts_once(settings: Settings) -> None:
    load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\nP9,2024-12-06,其他,否,甲社区\n")
    people = "".join(f"T1,2024-07-0{day},ZF-{day},机关干部,4,是\n" for day in (1, 1)).replace("ZF-1", "ZF-2", 1)
    load(settings, "trainings", TRAININGS + people + "T2,2024-07-02,ZF-1,机关干部,4,否\n", name="培训")
    assert figure(settings, "publicity_events_listed") == 3
    assert figure(settings, "law_trainings") == 2
    load(settings, "publicity_events", EVENTS + "T1,2024-07-01,其他,否,甲社区\n", name="补充")
    assert figure(settings, "publicity_events_listed") == 3, "entered in both after all, it still counts once"
    board = open_board(settings.data)
    rows = board.ledger_rows("longjin", "publicity_events_listed", date(2024, 1, 1), date(2024, 12, 31))
    assert sorted(row["row_key"] for row in rows) == ["P1", "P9", "T1"]


def test_a_borrowed_row_opens_the_file_that_it_was_entered_in(settings: Settings) -> None:
    load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\n")
    load(settings, "trainings", TRAININGS + "T1,2024-05-01,ZF-1,机关干部,4,是\n", name="培训")
    build(settings, as_of=TODAY)
    rows = open_board(settings.data).ledger_rows(
        "longjin", "publicity_events_listed", date(2024, 1, 1), date(2024, 12, 31)
    )
    assert {(row["row_key"], row["file"]) for row in rows} == {("P1", "台账.csv"), ("T1", "培训.csv")}


def test_late_rows_change_no_figure_until_they_are_accepted(settings: Settings) -> None:
    load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\nP2,2024-12-06,其他,否,甲社区\n")
    decide.LedgerDesk(settings, "longjin", "publicity_events", Person()).lock(date(2024, 6, 30))
    batch = load(settings, "publicity_events", EVENTS + "P3,2024-05-07,禁毒,是,甲社区\n", name="补录")
    assert figure(settings, "publicity_events_listed") == 2
    assert decide.LedgerDesk(settings, "longjin", "publicity_events", Person()).accept_late(batch) == 1
    assert figure(settings, "publicity_events_listed") == 3
    with pytest.raises(NoSuchBatch):
        decide.LedgerDesk(settings, "longjin", "publicity_events", Person()).accept_late("0009-none")
    with pytest.raises(UnknownLedger):
        decide.LedgerDesk(settings, "longjin", "weather", Person()).lock(date(2024, 6, 30))


def test_a_ledger_that_has_not_changed_is_not_counted_again(settings: Settings, monkeypatch) -> None:
    load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\n")
    load(settings, "clean_ups", "整治编号,整治日期,点位名称,类别\nZ1,2024-05-06,甲,占道经营\n", name="整治")
    build(settings, as_of=TODAY)
    counted: list[str] = []
    count_rows = counts.count_rows

    def noticed(rows, ledger, *others, **named):
        counted.append(ledger.ledger_id)
        return count_rows(rows, ledger, *others, **named)

    monkeypatch.setattr(counts, "count_rows", noticed)
    load(settings, "clean_ups", "整治编号,整治日期,点位名称,类别\nZ2,2024-05-07,乙,占道经营\n", name="整治二")
    assert figure(settings, "street_occupation_cases") == 2
    assert counted == ["clean_ups"]


CONTRACTS = "合同编号,送审日期,审查完成日期\n"
REPORT = "荔湾区龙津街道2024年度法治政府建设年度报告\n全年审查合同{stated}份。\n"


def compared(settings: Settings, stated: int) -> dict[str, Any]:
    """The reconciliation of contracts with a report of 2024 that states so many."""
    path = settings.data.parent / "报告.txt"
    path.write_text(REPORT.format(stated=stated), encoding="utf-8")
    documents.ingest(settings, [path], documents.Intake())
    build(settings, as_of=TODAY)
    rows = open_board(settings.data).reconciliation("longjin", 2024)
    return next(row for row in rows if row["metric_id"] == "contracts_reviewed")


def test_doubled_rows_of_a_file_explain_why_a_report_states_more(settings: Settings) -> None:
    rows = "H1,2024-01-05,2024-01-08\nH2,2024-12-05,2024-12-08\nH2,2024-12-05,2024-12-08\n"
    load(settings, "contracts", CONTRACTS + rows, good_rows=True)
    row = compared(settings, 3)
    assert (row["ledger_value"], row["difference"], row["reason"], row["doubled"]) == (2, -1, "doubled_rows", 1)
    assert row["why_zh"] == "台账有 1 条重复记录未导入，报告可能把它们计算在内"
    assert row["why_en"] == "Doubled rows of the ledger that were refused: 1. The report may have counted them"


def test_rows_without_a_readable_date_explain_why_a_report_states_more(settings: Settings) -> None:
    rows = "H1,2024-01-05,2024-01-08\nH2,2024-12-05,2024-12-08\nH3,年底,\nH4,2024-06-05,六月\n"
    load(settings, "contracts", CONTRACTS + rows, good_rows=True)
    row = compared(settings, 4)
    assert (row["ledger_value"], row["difference"], row["reason"], row["undated"]) == (2, -2, "undated_rows", 2)
    assert "2 条记录日期无法识别" in row["why_zh"]


def test_a_file_that_was_loaded_before_reasons_were_kept_still_loads(settings: Settings) -> None:
    rows = "H1,2024-01-05,2024-01-08\nH2,2024-12-05,2024-12-08\nH2,2024-12-05,2024-12-08\n"
    batch = load(settings, "contracts", CONTRACTS + rows, good_rows=True)
    card = settings.data / "ledgers" / "longjin" / "contracts" / batch / "batch.json"
    content = json.loads(card.read_text(encoding="utf-8"))
    assert content["refused_by_year"] == [{"code": "doubled_row", "year": 2024, "rows": 1}]
    del content["refused_by_year"]
    card.write_text(json.dumps(content), encoding="utf-8")
    row = compared(settings, 3)
    assert (row["doubled"], row["refused"], row["reason"]) == (0, 1, "refused_rows")


def test_a_refused_row_is_counted_once_by_its_first_fault(settings: Settings) -> None:
    path = settings.data.parent / "台账.csv"
    faults = "H1,2024-01-05,x\nH1,2024-01-05,x\nH3,y,z\n,2023-02-01,\nH5,2024-03-01,2024-03-02\n"
    path.write_text(CONTRACTS + faults, encoding="utf-8")
    checked = inspect_ledger(settings, LedgerFile(path, "contracts", "longjin", {}), today=TODAY).checked
    assert sum(each.rows for each in checked.refused_by_year) == checked.refused_rows == 4
    found = {(each.code, each.year): each.rows for each in checked.refused_by_year}
    assert found == {("date", 2024): 2, ("date", None): 1, ("required", 2023): 1}


def test_rows_that_were_altered_by_hand_stop_the_build(settings: Settings) -> None:
    batch = load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\n")
    rows = settings.data / "ledgers" / "longjin" / "publicity_events" / batch / "rows.parquet"
    rows.write_bytes(rows.read_bytes() + b" ")
    with pytest.raises(LedgerAltered):
        build(settings, as_of=TODAY)


def refused_book(settings: Settings, name: str, content: bytes) -> bytes:
    """A file with refused cells as it is given back."""
    path = settings.data.parent / name
    path.write_bytes(content)
    seen = inspect_ledger(settings, LedgerFile(path, "clean_ups", "longjin", {}), today=TODAY)
    assert seen.checked.refusals
    return marked_ledger(settings, content, name, seen.checked.refusals)


def refused_xlsx() -> bytes:
    def build(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("整治")
        sheet.set_column("A:A", 41)
        sheet.write_row("A1", ["整治编号", "整治日期", "点位名称", "类别"])
        sheet.write_row("A2", ["Z1", "2024-02-31", "甲", "占道经营"])
        workbook.add_worksheet("说明").write("A1", "本表每月填报")

    return xlsx_file(build)


def test_an_offices_own_workbook_comes_back_marked_and_any_other_file_as_a_new_one(settings: Settings) -> None:
    content = refused_xlsx()
    own = load_workbook(io.BytesIO(refused_book(settings, "整治.xlsx", content)))
    assert own.sheetnames == ["整治", "说明"] and own["整治"].column_dimensions["A"].width > 41
    assert own["整治"]["B2"].comment.text == "✗ " + say("ledger.refusal.date", "zh")
    assert own["整治"]["E2"].value == say("ledger.template.see_row", "zh")
    ods = ods_of(
        Sheet([["整治编号", "整治日期", "点位名称", "类别"], ["Z1", "2024-02-31", "甲", "占道经营"]], name="整治")
    )
    for name, other in (
        ("整治.ods", ods),
        ("整治.csv", "整治编号,整治日期,点位名称,类别\nZ1,2024-02-31,甲,占道\n".encode()),
    ):
        new = load_workbook(io.BytesIO(refused_book(settings, name, other)))
        assert new.worksheets[0]["B2"].comment.text == say("ledger.refusal.date", "zh")


def test_a_workbook_that_cannot_be_written_back_gives_its_rows_in_a_new_one(settings: Settings) -> None:
    broken = changed_zip(
        refused_xlsx(), "xl/styles.xml", lambda xml: xml.replace(b'<sz val="11"/>', b'<sz val="big"/>')
    )
    new = load_workbook(io.BytesIO(refused_book(settings, "整治.xlsx", broken)))
    assert new["整治"].column_dimensions["A"].width < 41
    assert new["整治"]["B2"].comment.text == say("ledger.refusal.date", "zh")


def test_the_same_ledgers_give_the_same_edition(settings: Settings) -> None:
    load(settings, "publicity_events", EVENTS + "P1,2024-05-06,民法典,是,甲社区\n")
    first = build(settings, as_of=TODAY).manifest
    shutil.rmtree(settings.data / "warehouse")
    shutil.rmtree(settings.data / "interim")
    again = build(settings, as_of=TODAY).manifest
    assert (again.edition_id, again.digests) == (first.edition_id, first.digests)


@pytest.mark.parametrize("content", [ole_file(["EncryptedPackage", "EncryptionInfo"]), encrypted_zip()])
def test_a_locked_workbook_is_refused_and_nothing_is_loaded(data_root: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    asked = LedgerFile(path, "publicity_events", "longjin", {})
    with pytest.raises(ProtectedDocument):
        load_ledger(Settings(data=data_root), asked, today=TODAY)
    assert not list((data_root / "ledgers").glob("*/*/*"))
