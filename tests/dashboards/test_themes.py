"""专题: every number on the page is the mart's; days, exceptions, places open their rows; many metrics and one year."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.i18n import dimension, labels
from pipelines.api import Board, open_board
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import links, opened, words

AS_OF = date(2025, 9, 30)
BOTH = pytest.mark.parametrize("language", ["zh", "en"])
WIDE = {"theme": "enforcement", "year": "2024"}


@pytest.fixture
def demo(demo_once: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setenv("FAZHI_DATA", str(demo_once))
    return open_board()


def organisation(board: Board) -> str:
    """The one that has ledgers."""
    return board.sql("select any_value(organisation_id) from raw.ledger_loads").iloc[0, 0]


def html(app: AppTest) -> str:
    return unescape("".join(each.proto.body for each in app.get("html")))


def rows_of(page: str) -> dict[str, str]:
    """Metric → the figure in its row of the table."""
    found = re.findall(
        r'<tr><th scope="row"><a href="metrics\?[^"]*metric=(\w+)[^"]*">.*?<span class="row-value">(.*?)</span>', page
    )
    return dict(found)


def number(text: str) -> Decimal:
    (found,) = re.findall(r"[\d,.]+", text)
    return Decimal(found.replace(",", ""))


@BOTH
@pytest.mark.parametrize("theme", ["enforcement", "publicity"])
def test_every_figure_of_the_table_is_the_marts(demo: Board, language: str, theme: str) -> None:
    said = rows_of(html(opened("themes", lang=language, theme=theme, year="2024", org=organisation(demo))))
    held = demo.sql(
        "select metric_id, value from marts.metric_year join catalogue.metrics using (metric_id) "
        "where theme_id = $theme and year = 2024 and organisation_id = $org and value is not null",
        {"theme": theme, "org": organisation(demo)},
    )
    assert len(held) > 5
    assert {metric_id: number(text) for metric_id, text in said.items()} == {
        row["metric_id"]: Decimal(str(row["value"])).normalize() for _, row in held.iterrows()
    }


@BOTH
def test_the_chooser_leads_to_all_themes_with_how_many_figures_each_has(demo: Board, language: str) -> None:
    page = html(opened("themes", lang=language, **WIDE))
    (nav,) = re.findall(r'<nav class="years themes".*?</nav>', page)
    said = dict(re.findall(r"theme=(\w+)[^>]*>[^<]*<small>([\d/]+)</small>", nav))
    held = demo.sql(
        "select theme_id, count(value) as known, count(*) as metrics from marts.metric_year "
        "join catalogue.metrics using (metric_id) where year = 2024 and organisation_id = $org group by theme_id",
        {"org": organisation(demo)},
    )
    assert len(said) == 14
    assert said == {row["theme_id"]: f"{row['known']}/{row['metrics']}" for _, row in held.iterrows()}
    assert nav.count("aria-current") == 1


def test_without_an_address_the_theme_with_most_figures_is_open(demo: Board) -> None:
    (nav,) = re.findall(r'<nav class="years themes".*?</nav>', html(opened("themes", year="2024")))
    said = {each: int(known) for each, known in re.findall(r"theme=(\w+)[^>]*>[^<]*<small>(\d+)/", nav)}
    (here,) = re.findall(r"theme=(\w+)[^>]*aria-current", nav)
    assert said[here] == max(said.values())


def test_the_sentence_adds_up_to_the_themes_metrics(demo: Board) -> None:
    (said,) = re.findall(r'<p class="conclusion">(.*?)</p>', html(opened("themes", lang="zh", **WIDE)))
    metrics, known = map(int, re.findall(r"目录列(\d+)项指标，2024年度(\d+)项有数据", said)[0])
    sources = sum(map(int, re.findall(r"(?:报告载明|台账计数|手工填报)(\d+)项", said)))
    others = sum(map(int, re.findall(r"(\d+)项", said.split("；其余")[1])))
    assert sources == known and known + others == metrics


@BOTH
@pytest.mark.parametrize("metric", ["admin_penalty_cases", "inspections", "street_occupation_cases"])
def test_every_day_has_the_rows_that_count_on_it_and_the_year_is_the_months_sum(
    demo: Board, language: str, metric: str
) -> None:
    page = html(opened("themes", lang=language, metric=metric, **WIDE))
    tiles = dict(re.findall(r'title="(2024-\d\d-\d\d)[：:][^"]*"[^>]*>(?:<a [^>]*>)?([\d–]+)', page))
    held = demo.sql(
        "select strftime(counted_on, '%Y-%m-%d') as day, count(*) as rows from raw.ledger_marks join raw.ledger_rows "
        "using (organisation_id, ledger_id, row_id) where metric_id = $metric and is_sure and not is_late "
        "and year(counted_on) = 2024 group by day",
        {"metric": metric},
    )
    assert len(tiles) == 366
    assert {day: int(text) for day, text in tiles.items() if text != "0"} == dict(
        zip(held["day"], held["rows"], strict=True)
    )
    months = demo.months(organisation(demo), metric)
    assert sum(map(int, tiles.values())) == sum(row["value"] for row in months if row["month"].year == 2024)


def test_days_that_no_ledger_covers_say_so_and_are_no_zeros(demo: Board) -> None:
    page = html(opened("themes", lang="zh", theme="enforcement", year="2025"))
    uncovered = re.findall(r'<td class="s0 uncovered[^"]*" title="(2025-\d\d-\d\d)：台账未覆盖[^"]*"[^>]*>–</td>', page)
    assert (uncovered[0], uncovered[-1], len(uncovered)) == ("2025-10-01", "2025-12-31", 92)
    assert "未覆盖92天" in page


@BOTH
def test_a_day_opens_its_rows_with_file_and_row(demo: Board, language: str) -> None:
    who = organisation(demo)
    day = next(row["day"] for row in demo.days(who, "inspections", 2024) if row["rows_counted"])
    app = opened("themes", lang=language, metric="inspections", **WIDE)
    (to,) = {to for to in links(app) if f"day={day}" in to}
    assert "metric=inspections" in to and "theme=enforcement" in to
    page = html(opened("themes", lang=language, metric="inspections", day=day.isoformat(), **WIDE))
    rows = demo.ledger_rows(who, "inspections", day, day)
    listed = page.split('class="chapter day"')[1].split("</table>")[0]
    assert listed.count('<th scope="row">') == len(rows)
    for row in rows:
        assert row["row_key"] in listed and row["file"] in listed
        assert re.search({"zh": rf"第{row['row_number']}行", "en": rf"\b{row['row_number']}\b"}[language], listed)


@pytest.mark.parametrize("day", ["2023-05-06", "tomorrow", "<script>alert(1)</script>", "2024-02-30"])
def test_a_day_that_the_year_hasnt_is_answered(demo: Board, day: str) -> None:
    app = opened("themes", lang="zh", day=day, **WIDE)
    assert not app.exception
    assert "这一天。请在上面选择一天" in words(app)
    assert not any("<script>" in each.proto.body for each in app.get("html"))


def test_a_theme_that_isnt_there_is_answered_with_the_others(demo: Board) -> None:
    app = opened("themes", lang="zh", theme="<b>nothing</b>", year="2024")
    assert not app.exception
    assert "没有主题“<b>nothing</b>”" in words(app)
    assert not any("<b>nothing</b>" in each.proto.body for each in app.get("html"))


@BOTH
@pytest.mark.parametrize("rate", ["publicity_7d_rate", "decide_90d_rate", "legality_check_rate"])
def test_the_exceptions_of_a_rate_are_what_is_due_without_what_is_kept(demo: Board, rate: str, language: str) -> None:
    page = html(opened("themes", lang=language, theme="enforcement", year="2024"))
    (block,) = re.findall(rf'<section class="rate" data-rate="{rate}">.*?</section>', page)
    parts = demo.sql(
        "select numerator_id, denominator_id from catalogue.derived where metric_id = $rate", {"rate": rate}
    ).iloc[0]
    who = organisation(demo)
    kept, due = (demo.ledger_figure(who, parts[part], 2024)["value"] for part in ("numerator_id", "denominator_id"))
    said = re.findall(r'<p class="definition">[^<]*?(\d+)', block)
    assert [int(each) for each in said] == ([due - kept] if due > kept else [])
    assert block.count('<th scope="row">') == min(50, due - kept)
    (value,) = re.findall(r"<h3>.*?<b>(.*?)</b>", block)
    held = demo.sql(
        "select value from marts.derived_year where metric_id = $rate and year = 2024 and organisation_id = $org",
        {"rate": rate, "org": who},
    ).iloc[0, 0]
    assert abs(number(value) - Decimal(str(held))) < Decimal("0.01")


def test_the_parts_of_a_kind_are_the_marts(demo: Board) -> None:
    app = opened("themes", lang="zh", **WIDE)
    (block,) = [each.proto.body for each in app.get("html") if each.proto.body.startswith('<div class="parts">')]
    tables = block.split("<h3")[1:]
    assert len(tables) == 4
    held = demo.breakdown(organisation(demo), "inspections", 2024)
    held = held[held["dimension"] == "form"]
    (forms,) = [table for table in tables if "按形式" in table]
    said = re.findall(r'<th scope="row">(.*?)</th>.*?</span>([^<]*)</td>', forms)
    assert {name: number(text) for name, text in said} == {
        row["member_zh"]: Decimal(str(row["value"])) for _, row in held.iterrows()
    }


@BOTH
def test_the_months_are_the_marts(demo: Board, language: str) -> None:
    page = html(opened("themes", lang=language, **WIDE))
    (table,) = re.findall(r'<div class="heat neutral metrics".*?</table>', page)
    said = {
        metric: re.findall(r"<td [^>]*>([\d,.–+]+)</td>", cells)
        for metric, cells in re.findall(r"metric=(\w+)[^>]*>[^<]*</a></th>(.*?)</tr>", table)
    }
    assert len(said) > 10
    for metric, texts in said.items():
        held = [row for row in demo.months(organisation(demo), metric) if row["month"].year == 2024]
        assert [number(text) for text in texts] == [row["value"] for row in held], metric


def test_small_charts_have_words_and_neutral_ones_a_neutral_colour(demo: Board) -> None:
    page = html(opened("themes", lang="zh", theme="enforcement", year="2025"))
    (block,) = re.findall(r'<ul class="multiples">.*?</ul>', page)
    charts = re.findall(r'metric=(\w+).*?<span class="spark large( neutral)?" role="img" aria-label="([^"]*)"', block)
    directions = dict(demo.sql("select metric_id, direction from catalogue.metrics").to_numpy())
    assert len(charts) > 5
    for metric, neutral, label in charts:
        assert bool(neutral) == (directions[metric] == "neutral")
        assert all(f"{year}年" in label for year in (2023, 2024, 2025))


def test_practices_that_the_catalogue_links_to_the_theme_are_named(demo: Board) -> None:
    said = words(opened("themes", lang="zh", **WIDE))
    listed = demo.practice_status(organisation(demo), 2024)
    ids = set(demo.sql("select metric_id from catalogue.metrics where theme_id = 'enforcement'")["metric_id"])
    own = [row["name_zh"] for _, row in listed.iterrows() if ids & set(row["metric_ids"])]
    assert own and all(name in said for name in own)


@BOTH
def test_every_theme_runs_in_every_year(demo: Board, language: str) -> None:
    for theme in demo.sql("select theme_id from catalogue.themes")["theme_id"]:
        for year in ("2023", "2025"):
            app = opened("themes", lang=language, theme=theme, year=year)
            assert not app.exception, theme
            assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b", words(app)), theme


def test_without_ledgers_the_page_says_so_and_counts_no_day(root_like) -> None:
    root_like("today", lambda root: build(Settings(data=root)))
    said = words(opened("themes", lang="zh", theme="enforcement", year="2023"))
    assert "2023年度没有台账覆盖" in said and "列不出未达到要求的记录" in said
    assert "台账没有按社区的记录" in said
    # what the report states comes before what no ledger tells
    assert said.index("整治超占（占道）经营") < said.index("逐日情况")
    none = words(opened("themes", lang="zh", theme="enforcement", year="2024"))
    assert "2024年度均无数据：未采录54项。" in none


def test_an_edition_of_older_code_has_the_page_without_ledgers(root_like, monkeypatch: pytest.MonkeyPatch) -> None:
    root_like("today", lambda root: build(Settings(data=root)))
    monkeypatch.setattr(Board, "theme_view", lambda *_: [])
    app = opened("themes", lang="zh", theme="enforcement", year="2023")
    assert not app.exception and "逐日情况" not in words(app)


FIELD = {"type": "Polygon", "coordinates": [[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0]]]}


@pytest.fixture
def with_map(demo_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes | None], str]:
    """The page of a root with another map, or with none."""

    def give(content: bytes | None) -> str:
        root = tmp_path / "root"
        shutil.copytree(demo_once, root)
        monkeypatch.setenv("FAZHI_DATA", str(root))
        file = root / "geo" / f"{organisation(open_board())}.geojson"
        file.unlink()
        if content is not None:
            file.write_bytes(content)
        app = opened("themes", lang="zh", **WIDE)
        assert not app.exception
        return words(app)

    return give


def test_a_community_on_one_side_alone_is_named(with_map, demo: Board) -> None:
    known = [row["member"] for row in demo.places(organisation(demo), "street_occupation_cases", 2024, "community")]
    features = [{"properties": {"name": name}, "geometry": FIELD} for name in (known[0], "海上社区")]
    said = with_map(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert "地图上有而台账无记录：海上社区" in said
    (others,) = re.findall(r"台账中有而地图上没有：(\S+)", said)
    assert others.split("、") == [name for name in known[1:] if name]
    assert "模拟，非真实边界" not in said


def test_a_bad_map_is_refused_in_its_place_and_the_table_stays(with_map, demo: Board) -> None:
    said = with_map(b"{")
    assert "不是社区地图（不是 JSON）" in said and "docs/maps.md" in said
    for row in demo.places(organisation(demo), "street_occupation_cases", 2024, "community"):
        assert row["member"] in said


def test_without_a_map_the_page_says_where_to_put_one(with_map) -> None:
    assert "geo/" in with_map(None)


MANY = 400


def _with_many_metrics(root: Path) -> None:
    """Four hundred more metrics of a theme, each stated by one report, one of them in 1998 alone."""
    metrics, rules = [], []
    for number_of in range(MANY):
        name = f"测试事项{number_of:03}"
        metrics.append(
            f"- {{id: test_{number_of:03}, name: {{zh: {name}, en: Test {number_of:03}}}, units: [次], kind: flow, "
            "direction: neutral, owner: justice_office}"
        )
        rules.append(f"test_{number_of:03}: [{{near: [{name}]}}]")
    for path, lines in (("metrics", metrics), ("lookups/matching", rules)):
        file = root / "catalogue" / path / "mediation.yml"
        file.write_text(file.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    stated = "".join(f"开展测试事项{number_of:03}共{number_of + 1}次。\n" for number_of in range(MANY - 1))
    for year, text in ((1998, f"开展测试事项{MANY - 1:03}共7次。\n"), (2022, stated)):
        file = root.parent / f"{year}.txt"
        head = f"龙津街道{year}年法治政府建设年度报告\n一、工作情况\n本年度依法开展各项工作。\n"
        file.write_text(head + text, encoding="utf-8")
        ingest(Settings(data=root), [file], Intake(organisation_id="longjin", year=year))
    build(Settings(data=root))


def test_four_hundred_metrics_come_in_pages_and_one_of_1998_says_so(root_like) -> None:
    root_like("many", _with_many_metrics)
    seen: dict[str, str] = {}
    for page in range(1, 11):
        app = opened("themes", lang="zh", theme="mediation", year="2022", p=str(page))
        assert not app.exception
        own = rows_of(html(app))
        assert 0 < len(own) <= 40 and not own.keys() & seen.keys()
        seen |= own
    assert {f"test_{each:03}": f"{each + 1}次" for each in range(MANY - 1)}.items() <= seen.items()
    first = html(opened("themes", lang="zh", theme="mediation", year="2022", p="0"))
    assert rows_of(first).keys() == rows_of(html(opened("themes", theme="mediation", year="2022"))).keys()
    assert rows_of(html(opened("themes", theme="mediation", year="2022", p="999")))
    old = first.split(f"测试事项{MANY - 1}</a>")[1].split("</tr>")[0]
    assert "仅1998年有数据" in old and "spark" not in old


def test_every_column_that_parts_a_metric_has_a_name(catalogue) -> None:
    columns = {column_id for ledger in catalogue.ledgers for column_id in ledger.breakdowns}
    assert columns and {f"dimension.{each}" for each in columns} <= labels("zh").keys()


def test_an_offices_own_column_goes_by_its_id() -> None:
    assert dimension("road", "zh") == "road"
