"""The pages of ledgers in both languages: what is loaded, what agrees with the report, months, boxes, rows."""

import re
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import pytest

from dashboards.i18n import t
from pipelines.api import open_board
from pipelines.jobs.build import build
from pipelines.jobs.demo import make_demo
from pipelines.jobs.ledgers.decide import LedgerDesk
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import PAGES, opened, words

AS_OF = date(2025, 9, 30)
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def demo(demo_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FAZHI_DATA", str(demo_once))
    return demo_once


SIMULATED = {"zh": "模拟数据（非真实）", "en": "Simulated data, not real"}


@BOTH
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_made_up_data_says_so(demo, page: str, language: str) -> None:
    app = opened(page, lang=language)
    assert not app.exception and not app.error
    assert SIMULATED[language] in words(app)


@BOTH
def test_the_ledgers_that_are_loaded_are_listed_with_their_span(demo, language: str) -> None:
    said = words(opened("ledgers", lang=language))
    assert {"zh": "共23种，已导入23种", "en": "23 of 23 kinds"}[language] in said
    assert "2023-01-01" in said and "2025-09-30" in said


@BOTH
def test_a_year_that_isn_t_over_says_until_when_its_figure_goes(demo, language: str) -> None:
    app = opened("metrics", lang=language, metric="street_occupation_cases")
    (table,) = [
        each.proto.body for each in app.get("html") if "<tbody>" in each.proto.body and ">2024<" in each.proto.body
    ]
    table = re.sub("</?span[^>]*>", "", table)
    until = t("figure.until", language, date="2025-09-30")
    assert table.count(until) == 1 and re.search(f"2025</th>.{{0,90}} · {until}<", table, re.DOTALL)


UPDATED = {"zh": "本月已更新台账", "en": "Ledgers this month"}


@BOTH
def test_the_header_says_how_many_kinds_were_loaded_this_month(root_like, language: str) -> None:
    root_like("two_months", _loaded_in_two_months)
    assert f"{UPDATED[language]} 1/2" in " ".join(words(opened("overview", lang=language)).split())


def _loaded_in_two_months(root: Path) -> None:
    """Contracts in December and again in January, licences in December alone; the edition is of 31 January."""
    files = (
        ("contracts", "合同编号,送审日期\nH1,2024-12-02\n", date(2024, 12, 31)),
        ("contracts", "合同编号,送审日期\nH2,2025-01-01\n", date(2025, 1, 1)),
        ("licences", "许可编号,申请日期\nX1,2024-12-02\n", date(2024, 12, 31)),
    )
    settings = Settings(data=root)
    for number, (ledger_id, text, today) in enumerate(files):
        path = root.parent / f"台账{number}.csv"
        path.write_text(text, encoding="utf-8")
        load_ledger(settings, LedgerFile(path, ledger_id, "longjin", {}), today=today)
    build(settings, as_of=date(2025, 1, 31))


@BOTH
def test_the_header_is_silent_on_ledgers_where_none_is_kept(built_root, language: str) -> None:
    assert UPDATED[language] not in words(opened("overview", lang=language))


@BOTH
def test_what_agrees_and_what_differs_is_counted_as_the_mart_has_it(demo, language: str) -> None:
    board = open_board(demo)
    organisation = board.organisations()["organisation_id"].iloc[0]
    rows = board.reconciliation(organisation, 2024)
    agrees, differs = (sum(row["state"] == state for row in rows) for state in ("agrees", "differs"))
    assert agrees > 5
    expected = {"zh": f"一致{agrees}项，不一致{differs}项", "en": f"{agrees} agree, {differs} differ"}
    for page in ("reconciliation", "overview"):
        assert expected[language] in words(opened(page, lang=language, year="2024"))


@pytest.fixture(scope="module")
def drafted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("drafted") / "root"
    make_demo(root, orgs=2, years=(2023, 2025), events_per_org=100, seed=5, as_of=AS_OF)
    build(Settings(data=root), as_of=AS_OF)
    return root


@BOTH
def test_a_year_with_a_draft_alone_says_that_the_report_is_missing_and_leads_to_signing(
    drafted_once: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("FAZHI_DATA", str(drafted_once))
    board = open_board(drafted_once)
    (draft,) = board.sql("select organisation_id from marts.document where type = 'draft_report'")["organisation_id"]
    app = opened("overview", lang=language, org=draft, year="2024")
    said = words(app)
    lacks, to, opens = {
        "zh": ("本年度报告尚未导入，暂不能比对", "签发前比对", "查看台账记录"),
        "en": (
            "the report of that year isn't loaded, so no comparison yet",
            "Before signing",
            "Open the ledger's rows",
        ),
    }[language]
    assert lacks in said
    assert to in said  # the way there, beside what can't be compared
    assert any(f'title="{escape(opens)}"' in element.proto.body for element in app.get("html"))
    signing = words(opened("signing", lang=language, org=draft, year="2024"))
    assert "送审稿" in signing
    agrees = sum(row["state"] == "agrees" for row in board.signing(draft, 2024))
    assert {"zh": f"一致（{agrees}项）", "en": f"They agree ({agrees})"}[language] in signing


@BOTH
def test_a_figure_of_a_ledger_opens_its_months_and_rows(demo, language: str) -> None:
    said = words(opened("metrics", lang=language, year="2024", metric="publicity_events_listed"))
    for word in {
        "zh": ("各月情况（台账）", "数据出处（台账）", "第"),
        "en": ("Month by month", "Source (ledgers)", "row"),
    }[language]:
        assert word in said
    assert "PF-2024" in said or "2024-" in said


def test_a_monthly_practice_shows_twelve_boxes(demo) -> None:
    said = words(opened("practices", lang="zh", year="2024"))
    assert "逐月开展情况（台账）" in said
    assert all(f"{month}月" in said for month in range(1, 13))


def test_without_ledgers_the_pages_say_what_to_do(built_root) -> None:
    assert "还没有导入台账" in words(opened("ledgers", lang="zh"))
    said = words(opened("reconciliation", lang="zh", year="2023"))
    assert "8项报告数据的台账尚未导入" in said


# --- locked periods and late rows


def with_late_rows(root: Path) -> None:
    """A ledger whose 2024 is locked, and two rows of it that came later."""
    settings, today = Settings(data=root), date(2025, 1, 31)
    for name, numbers in (("first", range(1, 4)), ("second", range(4, 6))):
        path = root.parent / f"{name}.csv"
        rows = "".join(f"HT-{number},2024-03-0{number},2024-03-1{number}\n" for number in numbers)
        path.write_text(f"合同编号,送审日期,审查完成日期\n{rows}", encoding="utf-8")
        load_ledger(settings, LedgerFile(path, "contracts", "longjin", {}), today=today)
        LedgerDesk(settings, "longjin", "contracts", Person()).lock(date(2024, 12, 31))
    build(settings, as_of=today)


@pytest.fixture
def late(root_like: Callable[..., Path]) -> Path:
    return root_like("late", with_late_rows)


@BOTH
def test_late_rows_wait_and_count_once_they_are_accepted_on_the_page(late: Path, language: str) -> None:
    app = opened("ledgers", lang=language, org="longjin")
    said = words(app)
    assert {"zh": "已锁定至 2024-12-31", "en": "Locked until 2024-12-31"}[language] in said
    assert {"zh": "2条补录待审核", "en": "2 late rows wait"}[language] in said
    figure = open_board(late).ledger_figure("longjin", "contracts_reviewed", 2024)
    assert figure is not None and figure["value"] == 3
    next(each for each in app.button if (each.key or "").startswith("accept-")).click().run(timeout=120)
    assert not app.exception and not app.error
    assert {"zh": "2条补录已计入", "en": "2 late rows count now"}[language] in app.success[0].value
    figure = open_board(late).ledger_figure("longjin", "contracts_reviewed", 2024)
    assert figure is not None and figure["value"] == 5


def test_a_period_is_opened_again_on_the_page(late: Path) -> None:
    app = opened("ledgers", lang="zh", org="longjin")
    app.button(key="unlock-period").click().run()
    assert "没有锁定的时段" in words(app)
    assert LedgerDesk(Settings(data=late), "longjin", "contracts", Person()).locked_until() is None


def test_a_lock_that_somebody_changed_meanwhile_is_refused_on_the_page(late: Path) -> None:
    app = opened("ledgers", lang="zh", org="longjin")
    LedgerDesk(Settings(data=late), "longjin", "contracts", Person()).lock(date(2024, 6, 30))
    app.button(key="unlock-period").click().run()
    said = words(app)
    assert "晚于您打开的时间" in said and "已锁定至 2024-06-30" in said
