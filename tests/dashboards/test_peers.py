"""横向比较: every figure on the page is the mart's; reminders, totals, and organisations with nobody beside them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from pipelines.api import open_board
from pipelines.domain.ledgers import Coverage
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import links, opened, words

YEAR = 2023
LETTERS = "甲乙丙丁戊己庚"
STREETS = [f"street_{at}" for at in range(len(LETTERS))]
INSPECTIONS = "检查编号,检查日期,检查方式,联合行动编号\nJC-1,2023-03-04,联合检查,LH-1\nJC-2,2023-03-05,日常检查,\n"
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def fill(root: Path) -> None:
    """Seven streets under 荔湾区 beside 龙津: rates, a count with its denominator, and one without a publishing day."""
    path = root / "catalogue" / "organisations.yml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    for own, letter in zip(STREETS, LETTERS, strict=True):
        name = {"zh": f"{letter}街道", "en": f"Street {own[-1]}"}
        full = {"zh": f"广州市荔湾区{letter}街道办事处", "en": f"Office of Street {own[-1]}"}
        entry = {"id": own, "name": name, "full_name": full, "level": "subdistrict", "parent": "liwan", "code": None}
        listed.append({**entry, "aliases": []})
    path.write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")
    settings = Settings(data=root)
    for at, own in enumerate(STREETS[:-1]):
        losses = "43余" if at == 0 else str(10 + at)
        text = (
            f"{LETTERS[at]}街道{YEAR}年法治政府建设年度报告\n一、工作情况\n学法考试完成率{90 + at}%。"
            f"街道下辖社区{2 + at}个。受理行政复议案件{20 + at}件。诉讼败诉{losses}件。\n"
        )
        file = root.parent / f"{own}.txt"
        file.write_text(text, encoding="utf-8")
        days = [date(YEAR + 1, 3, 1), date(YEAR + 1, 5, 1), None]
        ingest(settings, [file], Intake(organisation_id=own, year=YEAR, published_on=days[min(at, 2)]))
    for own in STREETS[:2]:
        file = root.parent / f"{own}-inspections.csv"
        file.write_text(INSPECTIONS, encoding="utf-8")
        covers = Coverage(date(YEAR, 1, 1), date(YEAR, 12, 31))
        load_ledger(settings, LedgerFile(file, "inspections", own, {}, covers), today=date(YEAR + 1, 1, 5))
    build(settings, as_of=date(YEAR + 1, 6, 15))


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("peers", fill)


def table_rows(app: AppTest) -> dict[str, list[list[str]]]:
    """First cell → the rows of the page's tables that begin with it, tags taken away."""
    found: dict[str, list[list[str]]] = {}
    for element in app.get("html"):
        for body in re.findall(r"<tr>(.*?)</tr>", element.proto.body):
            cells = [
                unescape(re.sub(r"<[^>]*>", " ", each)).strip()
                for each in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body)
            ]
            found.setdefault(cells[0], []).append(cells)
    return found


def printed(value: Decimal, unit: str) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize() + 0:,f}{unit}"


def says(cell: str, value: Decimal, unit: str) -> bool:
    """Whether a cell holds exactly this figure, whatever it says of its bounds."""
    return re.sub("^(不少于|不超过|约)", "", cell) == printed(value, unit)


@pytest.mark.parametrize("own", STREETS[:-1])
def test_every_figure_of_the_comparison_is_the_marts(root: Path, own: str) -> None:
    app = opened("peers", org=own, year=str(YEAR))
    assert not app.exception and not app.error
    shown = table_rows(app)
    rows = (
        open_board(root)
        .arrow(
            "select peer.*, metric.name_zh from marts.peer_year as peer "
            "inner join catalogue.metrics as metric using (metric_id) "
            "where organisation_id = $own and year = $year and peer_median is not null",
            {"own": own, "year": YEAR},
        )
        .to_pylist()
    )
    assert {row["metric_id"] for row in rows} >= {"law_exam_completion_rate", "litigation_losses"}
    for row in rows:
        lines = shown[row["name_zh"]]
        lines = [
            line
            for line in lines
            if says(line[1], row["value"], row["unit"]) and says(line[2], row["peer_median"], row["unit"])
        ]
        assert lines, row
        if row["percentile"] is not None:
            said = f"在{row['peers']}个可比街道中好于约{round(row['percentile'])}%"
            assert any(line[4] == said for line in lines), (row, lines)
        elif row["reason"] == "bounds":
            ends = f"好于{round(row['percentile_lower'])}%至{round(row['percentile_upper'])}%"
            assert any(ends in line[4] for line in lines), (row, lines)
        else:
            assert any(line[4] == "—" for line in lines), (row, lines)


def test_every_total_of_the_page_is_the_marts(root: Path) -> None:
    shown = table_rows(opened("peers", org=STREETS[0], year=str(YEAR)))
    totals = open_board(root).totals("liwan", YEAR)
    assert totals
    for row in totals:
        lines = shown[row["name_zh"]]
        value = ("不少于" if row["qualifier"] == "at_least" else "") + printed(row["value"], row["unit"])
        assert any(line[1] == value and f"已采录{row['counted']}个单位合计" in line[2] for line in lines), (row, lines)


def test_a_total_names_what_is_not_in_it_and_is_never_called_the_districts(root: Path) -> None:
    app = opened("peers", org=STREETS[0], year=str(YEAR))
    (line,) = [line for line in table_rows(app)["行政复议案件"] if "不少于" in line[1]]
    assert line[1] == "不少于135件"  # 20 + … + 25
    assert "报告未载：龙津街道" in line[3] and "未采录：庚街道" in line[3]
    assert "全区合计" not in words(app)


def test_a_joint_operation_in_two_ledgers_counts_once(root: Path) -> None:
    (row,) = [row for row in open_board(root).totals("liwan", YEAR) if row["metric_id"] == "inspections"]
    assert (row["value"], row["repeated"]) == (3, 1)
    shown = table_rows(opened("peers", org=STREETS[0], year=str(YEAR)))
    assert any("已剔除重复登记的联合行动1次" in line[2] for line in shown["行政（执法）检查"])


def test_volumes_are_neither_ranked_nor_given_a_median(root: Path) -> None:
    app = opened("peers", org=STREETS[0], year=str(YEAR))
    raw = "总量大小不分好坏，只在折算后比较"
    assert raw in words(app)
    (line,) = [line for line in table_rows(app)["诉讼败诉"] if "好于" in line[-1]]
    assert line[1] == "不少于21.5件"  # 43余 in 2 communities


def test_a_report_is_late_by_its_publishing_day_alone(root: Path) -> None:
    app = opened("peers", org=STREETS[0], year=str(YEAR))
    states = {
        cells[0][0][:1]: cells[0][1].split()[0] for name, cells in table_rows(app).items() if name.endswith("街道")
    }
    assert states == {
        "甲": "按期公开",
        "乙": "逾期公开",
        **dict.fromkeys("丙丁戊己", "公开日期未知"),
        "庚": "未采录",
        "龙": "公开日期未知",
    }
    assert "8个单位：按期公开1个，逾期公开1个，公开日期未知5个，未采录1个，未到期0个" in words(app)


def test_who_sees_one_street_is_not_told_that_the_others_handed_in_nothing(
    root: Path, seen_by: Callable[[Person], None]
) -> None:
    seen_by(Person("c1", frozenset({"clerk"}), frozenset({STREETS[1]})))
    said = words(opened("peers", org=STREETS[1], year=str(YEAR), remind=STREETS[0]))
    assert "1个单位" in said and "乙街道" in said
    assert "甲街道" not in said and "催报（" not in said


@BOTH
def test_one_reminder_opens_by_a_link_and_names_what_is_missing(root: Path, language: str) -> None:
    app = opened("peers", lang=language, org=STREETS[0], year=str(YEAR))
    assert not [each for each in app.get("html") if 'class="citable"' in each.proto.body]
    (to,) = {link for link in links(app) if f"remind={STREETS[-1]}" in link}
    assert "peers" in to or to.startswith("?")
    app = opened("peers", lang=language, org=STREETS[0], year=str(YEAR), remind=STREETS[-1])
    (reminder,) = [each.proto.body for each in app.get("html") if 'class="citable"' in each.proto.body]
    said = {
        "zh": ("庚街道", "年度报告（看板未采录）", "台账（尚未导入）"),
        "en": ("Street 6", "annual report", "ledgers"),
    }
    assert all(each in reminder for each in said[language])


def test_nobody_is_reminded_of_what_is_there(root: Path) -> None:
    said = words(opened("peers", org=STREETS[1], year=str(YEAR), remind="nobody"))
    assert "催报（" not in said


@BOTH
def test_a_single_organisation_says_that_nobody_is_comparable_and_what_to_do(
    root_like: Callable[..., Path], language: str
) -> None:
    root_like("alone", lambda root: build(Settings(data=root)))
    app = opened("peers", lang=language, year=str(YEAR))
    assert not app.exception and not app.error
    wanted = {
        "zh": ("没有可比单位", "“设置”", "满5个"),
        "en": ("nobody to be compared with", "settings page", "5 comparable"),
    }
    assert all(each in words(app) for each in wanted[language])


def test_an_organisation_without_a_parent_says_so(root_like: Callable[..., Path]) -> None:
    def city(root: Path) -> None:
        file = root.parent / "city.txt"
        file.write_text("广州市2023年法治政府建设年度报告\n一、工作情况\n审查合同40份。\n", encoding="utf-8")
        ingest(Settings(data=root), [file], Intake(organisation_id="guangzhou", year=YEAR))
        build(Settings(data=root))

    root_like("city", city)
    app = opened("peers", org="guangzhou", year=str(YEAR))
    assert not app.exception and not app.error
    assert "没有登记上级单位" in words(app)
    assert "广州市：2023年度报告报送" in words(app)
