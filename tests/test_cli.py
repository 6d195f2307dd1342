"""The command line: every verb, its exit code, what it prints, and what it says to bad input.

One file past 300 lines on purpose: every verb and refusal is proved through the same door.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from pipelines.jobs.root import Root
from pipelines.warehouse.editions import Warehouse

Run = Callable[..., Result]
AS_OF = ("--as-of", "2025-01-31")
FIGURES_2023 = {
    "law_exam_completion_rate": (100, 100, 100, "exact", "%", "rate"),
    "law_exam_pass_rate": (100, 100, 100, "exact", "%", "rate"),
    "legality_reviewers": (2, 2, 2, "exact", "名", "stock"),
    "org_legal_consultations": (43, 43, None, "at_least", "次", "flow"),
    "contracts_reviewed": (92, 92, 92, "exact", "份", "flow"),
    "legal_opinions_issued": (88, 88, 88, "exact", "份", "flow"),
    "law_trainings": (78, 78, 78, "exact", "场次", "flow"),
    "communities": (10, 10, 10, "exact", "个", "stock"),
    "community_cadres": (80, 80, None, "at_least", "名", "stock"),
    "grid_workers": (38, 38, 38, "exact", "名", "stock"),
    "recruits_window": (7, 7, 7, "exact", "名", "window"),
    "street_occupation_cases": (1349, 1349, 1349, "exact", "宗", "flow"),
}
PLACE = {"span", "span_original", "quote", "sentence"}
NUMBER = {"value", "lower", "upper", "qualifier", "unit", "metric_id", "confidence", "flags"}
KEYS = {
    "observation": {"type", "kind", "scope", "period_start", "period_end"} | NUMBER | PLACE,
    "quantity": {"type"} | NUMBER | PLACE,
    "practice": {"type", "practice_id", "frequency"} | PLACE,
    "problem": {"type", "problem_id", "name", "parts"} | PLACE,
    "goal": {"type", "goal_id", "name", "parts"} | PLACE,
}
DAMAGED = (
    "龍津街道2023年法治建設\n2023年審查修改合同92份,提供法律咨詢43余次(yú),近3年一共招錄(lù)7名綜合行政執(zhí)法人員。\n"
    "更換井蓋25個(gè)。\n四、存在問(wèn)題\n一是執(zhí)法力量不足。\n五、工作目標(biāo)\n?。ㄒ唬┻M(jìn)一步提升行政執(zhí)法水平。健全制度。\n"
)


def succeeded(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(result: Result, *says: str) -> str:
    """A refusal: exit 1, nothing on stdout, the message on stderr, no traceback."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert "Traceback" not in result.stderr
    for words in says:
        assert words in result.stderr
    return result.stderr


def rows(result: Result) -> list[dict[str, Any]]:
    return json.loads(succeeded(result))


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in succeeded(result).splitlines()]


@pytest.fixture
def report(repository: Path) -> Path:
    return repository / "data" / "documents" / "longjin-2023" / "report.txt"


# --- verbs that look and store nothing


def test_check_counts_what_the_catalogue_and_the_documents_hold(run: Run, data_root: Path) -> None:
    printed = succeeded(run("check"))
    assert printed.startswith("ok: 14 themes, ")
    assert printed.endswith("2 documents\n")
    assert not (data_root / "warehouse").exists()


def test_extract_prints_one_object_a_line_with_the_agreed_keys(run: Run, data_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "damaged.txt"
    file.write_text(DAMAGED, encoding="utf-8")
    found = lines(run("extract", file))
    assert [item["type"] for item in found if item["type"] != "practice"] == [
        "observation",
        "observation",
        "observation",
        "quantity",
        "problem",
        "goal",
    ]
    for item in found:
        assert item.keys() == KEYS[item["type"]]
    contracts, consultations, recruits = found[:3]
    assert (contracts["metric_id"], contracts["value"], contracts["kind"]) == ("contracts_reviewed", 92, "flow")
    assert (consultations["quote"], consultations["lower"], consultations["upper"]) == ("43余次", 43, None)
    assert (recruits["kind"], recruits["period_start"], recruits["period_end"], recruits["flags"]) == (
        "window",
        "2021-01-01",
        "2023-12-31",
        ["window_assumed"],
    )
    (quantity,) = [item for item in found if item["type"] == "quantity"]
    assert (quantity["metric_id"], quantity["value"], quantity["unit"], quantity["quote"]) == (None, 25, "个", "25个")
    assert 0 <= min(item["confidence"] for item in found[:4]) <= max(item["confidence"] for item in found[:4]) <= 1
    goal = found[-1]
    assert (goal["goal_id"], goal["name"], goal["parts"]) == ("goal_1", "进一步提升行政执法水平", ["健全制度"])


def test_spans_count_in_the_text_that_extract_prints_and_in_the_original(
    run: Run, data_root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "damaged.txt"
    file.write_text(DAMAGED, encoding="utf-8")
    text = succeeded(run("extract", file, "--format", "text"))
    found = lines(run("extract", file))
    assert "龙津街道2023年法治建设" in text
    assert len(found) > 6
    for item in found:
        assert text[slice(*item["span"])] == item["quote"]
        assert item["quote"] in item["sentence"] or item["type"] in ("problem", "goal", "practice")
    originals = [
        DAMAGED[slice(*item["span_original"])] for item in found if item["type"] in ("observation", "quantity")
    ]
    assert originals == ["92份", "43余次", "7名", "25個"]


def test_extract_gives_the_12_facts_of_the_2023_report(run: Run, data_root: Path, report: Path) -> None:
    observations = [item for item in lines(run("extract", report)) if item["type"] == "observation"]
    read = ("value", "lower", "upper", "qualifier", "unit", "kind")
    assert {item["metric_id"]: tuple(item[key] for key in read) for item in observations} == FIGURES_2023
    assert len(observations) == 12
    assert all(type(item["value"]) is int for item in observations)


def test_extract_reads_standard_input(run: Run, data_root: Path) -> None:
    item, *others = lines(run("extract", "-", "--year", "2022", given="全年整治占道经营20宗。"))
    assert [other["type"] for other in others] == ["practice"]
    assert (item["value"], item["period_end"]) == (20, "2022-12-31")


def test_extract_as_table_and_as_html_show_what_was_read(run: Run, data_root: Path, report: Path) -> None:
    table = succeeded(run("extract", report, "--format", "table"))
    assert "contracts_reviewed" in table
    page = succeeded(run("extract", report, "--format", "html"))
    assert page.startswith("<!doctype html>")
    assert page.count('<mark class="mapped" title=') == 12
    assert '<b><small>合同审查</small><mark class="mapped" title="合同审查">92份</mark></b>' in page
    assert '<mark class="ignored" title="年份">2023年</mark>' in page


def test_extract_as_html_marks_unmapped_numbers_and_escapes_the_text(run: Run, data_root: Path) -> None:
    page = succeeded(run("extract", "-", "--year", "2023", "--format", "html", given="更换<b>井盖</b>25个。全部完成。"))
    assert '<mark class="unmapped" title="未识别">25个</mark>' in page
    assert "&lt;b&gt;井盖" in page


def test_extract_stores_nothing(run: Run, data_root: Path, report: Path) -> None:
    before = sorted(data_root.rglob("*"))
    succeeded(run("extract", report))
    assert sorted(data_root.rglob("*")) == before


# --- ingest, build, publish, show, verify


def test_a_build_prints_its_edition_and_row_counts(run: Run, data_root: Path) -> None:
    first, second = succeeded(run("build", *AS_OF)).splitlines(), succeeded(run("build", *AS_OF)).splitlines()
    edition = Warehouse(Root(data_root).warehouse).current_id()
    assert first[0] == f"published {edition}"
    assert "observation 15" in first[1]
    assert second[0] == f"published {edition} (unchanged)"


def test_a_build_warns_of_numbers_that_no_metric_takes(run: Run, data_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("龙津街道2022年工作报告\n2022年审查合同80份，更换井盖25个。\n", encoding="utf-8")
    succeeded(run("ingest", file))
    assert "warning: every_number_is_mapped: 1" in succeeded(run("build", *AS_OF))
    (number,) = rows(run("show", "unmapped", "--format", "json"))
    assert (number["quote"], number["year"], number["value"]) == ("25个", 2022, 25)


def test_a_candidate_is_published_by_its_id(run: Run, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_APPROVAL", "1")
    word, candidate = succeeded(run("build", *AS_OF)).splitlines()[0].split()
    assert word == "candidate"
    refused(run("show", "metrics"), "尚未发布任何数据版本")
    assert succeeded(run("publish", candidate)) == f"published {candidate}\n"
    assert len(rows(run("show", "metrics", "--format", "json"))) == 15


def test_show_metrics_gives_exactly_the_12_facts_of_2023_one_row_a_metric(run: Run, built_root: Path) -> None:
    found = rows(run("show", "metrics", "--year", "2023", "--format", "json"))
    read = ("value", "lower", "upper", "qualifier", "unit", "kind")
    assert {row["metric_id"]: tuple(row[key] for key in read) for row in found} == FIGURES_2023
    assert len(found) == 12
    assert {(row["organisation_id"], row["year"], row["source"]) for row in found} == {("longjin", 2023, "report")}
    assert {row["review_state"] for row in found} == {"unreviewed"}
    stock = next(row for row in found if row["metric_id"] == "communities")
    assert stock["period_start"] == stock["period_end"] == "2023-12-31"


def test_show_metrics_of_2024_compares_with_2023(run: Run, built_root: Path) -> None:
    found = {row["metric_id"]: row for row in rows(run("show", "metrics", "--year", "2024", "--format", "json"))}
    assert found.keys() == {"law_exam_completion_rate", "law_exam_excellent_rate", "legality_reviewers"}
    assert (found["legality_reviewers"]["previous_value"], found["legality_reviewers"]["change_lower"]) == (2, 0)
    assert found["law_exam_excellent_rate"]["reason"] == "previous_unknown"


def test_show_progress_is_of_the_target_year_and_blames_nobody(run: Run, built_root: Path) -> None:
    found = rows(run("show", "progress", "--year", "2024", "--format", "json"))
    status = {row["key_result_id"]: row["status"] for row in found}
    assert len(status) == 17
    assert status["g2_law_exam"] == "achieved"
    assert set(status.values()) <= {"achieved", "no_data", "overdue_no_data", "no_target"}


def test_show_metrics_has_the_marts_columns_and_no_others(run: Run, built_root: Path) -> None:
    columns = (
        "organisation_id metric_id year value lower upper qualifier unit kind period_start period_end"
        " source review_state reporting_state reason previous_value change_lower change_upper is_break"
        " is_restated observation_id"
    )
    assert list(rows(run("show", "metrics", "--format", "json"))[0]) == columns.split()


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("metrics", 12),
        ("goals", 3),
        ("progress", 0),
        ("problems", 3),
        ("practices", 23),
        ("unmapped", 0),
        ("quality", 18),
    ],
)
def test_show_gives_each_mart_as_json_csv_and_table(run: Run, built_root: Path, what: str, count: int) -> None:
    found = rows(run("show", what, "--org", "longjin", "--year", "2023", "--format", "json"))
    assert len(found) == count
    printed = list(
        csv.DictReader(
            io.StringIO(succeeded(run("show", what, "--org", "longjin", "--year", "2023", "--format", "csv")))
        )
    )
    assert len(printed) == count
    if found:
        assert list(printed[0]) == list(found[0])
    table = succeeded(run("show", what, "--org", "longjin", "--year", "2023"))
    assert ("(no rows)" in table) == (count == 0)


def test_show_narrows_to_an_organisation(run: Run, built_root: Path) -> None:
    assert rows(run("show", "metrics", "--org", "liwan", "--format", "json")) == []
    assert len(rows(run("show", "metrics", "--format", "json"))) == 15


def test_show_editions_marks_the_published_one(run: Run, data_root: Path) -> None:
    succeeded(run("build", *AS_OF))
    succeeded(run("build", "--as-of", "2025-02-28"))
    shown = [(row["as_of"], row["is_current"]) for row in rows(run("show", "editions", "--format", "json"))]
    assert shown == [("2025-02-28", True), ("2025-01-31", False)]


def test_show_practices_gives_the_two_monthly_ones(run: Run, built_root: Path) -> None:
    found = rows(run("show", "practices", "--year", "2023", "--format", "json"))
    assert {row["practice_id"] for row in found if row["frequency"] == "month"} == {
        "legal_training",
        "enterprise_requests",
    }
    assert {row["status"] for row in found} == {"stated"}


def test_ingest_says_what_it_stored_and_what_comes_next(run: Run, data_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("龙津街道2022年工作报告\n2022年审查合同80份。\n", encoding="utf-8")
    printed = succeeded(run("ingest", file, "--published-on", "2023-02-01", "--extent", "excerpt")).splitlines()
    assert printed[0].endswith("龙津街道2022年工作报告 (longjin, 2022, excerpt)")
    assert printed[-1] == "Next: python -m pipelines build"
    assert succeeded(run("ingest", file)).splitlines() == printed


def test_verify_says_how_many_figures_stand_in_their_documents(run: Run, built_root: Path) -> None:
    assert "15 figures stand in their documents" in succeeded(run("verify"))


# --- refusals: where, what, what next; the last edition stays


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


BAD_FILES = {
    "an empty file": ("empty.txt", b"", "文件里没有文字", "请确认选对了文件"),
    "a picture": ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "不能读取这种文件（PNG）", "另存为 .docx"),
    "a broken archive": ("broken.txt", b"PK\x03\x04" + bytes(range(256)), "已损坏或不完整（ZIP）", "重新保存"),
    "an English text": ("english.txt", b"In 2023 the office reviewed 92 contracts.", "只有 0% 是中文", "导入中文原文"),
    "a broken pdf": ("report.pdf", b"%PDF-1.7", "已损坏或不完整（PDF）", "换一份完好的文件"),
    "an unknown ending": ("report.pptx", b"PK", "暂不支持以 .pptx 结尾的文件", ".txt, .md"),
    "a missing file": ("nowhere.txt", None, "没有这个文件", "请检查路径"),
    "a text without a year": ("no_year.txt", "龙津街道审查合同92份。", "文中没有写明年度", "--year 2023"),
}


@pytest.mark.parametrize("verb", ["extract", "ingest"])
@pytest.mark.parametrize("bad", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_with_where_what_and_what_next(
    run: Run, data_root: Path, tmp_path: Path, verb: str, bad: tuple
) -> None:
    name, content, what, what_next = bad
    if content is not None:
        write(tmp_path / name, content)
    refused(run(verb, tmp_path / name), str(tmp_path / name), what, what_next)
    assert {folder.name for folder in (data_root / "documents").iterdir()} == {"longjin-2023", "longjin-2024"}


@pytest.mark.parametrize("verb", ["extract", "ingest"])
def test_an_unknown_organisation_is_refused_with_the_known_ones(
    run: Run, data_root: Path, report: Path, verb: str
) -> None:
    refused(run(verb, report, "--org", "yuexiu"), "yuexiu", "guangzhou, liwan, longjin")


def test_a_text_of_nobody_known_is_refused_by_ingest(run: Run, data_root: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "report.txt", "某镇2023年工作报告\n2023年审查合同92份。")
    refused(run("ingest", file), str(file), "--org", "longjin")


BAD_ROOTS = {
    "an altered document": ("documents/longjin-2023/report.txt", "92份", "93份", "文件在导入后被改动", "请放回原文件"),
    "a broken card": (
        "documents/longjin-2023/card.yml",
        "year: 2023",
        "year: soon",
        "year 写的是 soon",
        "可用的值：1990–2100",
    ),
    "a card that is no YAML": (
        "documents/longjin-2023/card.yml",
        "title: ",
        "title: [",
        "资料卡无法读取（第 ",
        "每行写一个键",
    ),
    "a card of an unknown organisation": (
        "documents/longjin-2023/card.yml",
        "organisation_id: longjin",
        "organisation_id: yuexiu",
        "填报单位 yuexiu 不在目录中",
        "guangzhou, liwan, longjin",
    ),
    "an unknown metric in the catalogue": (
        "catalogue/practices.yml",
        "metrics: [law_trainings]",
        "metrics: [law_lectures]",
        "legal_training.metrics：现为 没有编号'law_lectures'",
        "请使用metrics中的编号",
    ),
    "a doubled id in the catalogue": (
        "catalogue/problems.yml",
        "- id: cadre_awareness",
        "- id: team_capacity",
        "problems.yml: team_capacity：现为 编号出现2次",
        "请另用一个编号",
    ),
}


@pytest.mark.parametrize("bad", BAD_ROOTS.values(), ids=BAD_ROOTS)
def test_a_bad_root_is_refused_by_check_and_build_and_the_last_edition_stays(
    run: Run, data_root: Path, bad: tuple
) -> None:
    name, old, new, what, what_next = bad
    succeeded(run("build", *AS_OF))
    last = succeeded(run("show", "metrics", "--format", "json"))
    file = data_root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    for verb in (("check",), ("build", "--as-of", "2025-02-28")):
        said = refused(run(*verb), what, what_next)
        assert "catalogue" in said or "longjin-2023" in said
    assert succeeded(run("show", "metrics", "--format", "json")) == last
    assert len(rows(run("show", "editions", "--format", "json"))) == 1


def test_a_message_is_chinese_by_default_and_english_where_it_is_asked_for(
    run: Run, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "请先运行：python -m pipelines build" in refused(run("show", "metrics"))
    monkeypatch.setenv("FAZHI_LANGUAGE", "en")
    assert "no edition has been published yet. Build one with" in refused(run("show", "metrics"))


@pytest.mark.parametrize(
    ("name", "value"), [("FAZHI_LANGUAGE", "fr"), ("FAZHI_APPROVAL", "perhaps"), ("FAZHI_KEEP_CANDIDATES", "-1")]
)
def test_a_setting_that_can_t_be_used_is_refused_by_its_name(
    run: Run, data_root: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(run("check"), name, value, "docs/settings.md")


@pytest.mark.parametrize("verb", [("show", "goals"), ("show", "editions"), ("verify",)])
def test_reading_before_the_first_build_is_refused(run: Run, data_root: Path, verb: tuple[str, ...]) -> None:
    refused(run(*verb), "尚未发布任何数据版本", "python -m pipelines build")


def test_publishing_an_unknown_candidate_is_refused(run: Run, data_root: Path) -> None:
    succeeded(run("build", *AS_OF))
    refused(run("publish", "2020-01-01-none"), "没有数据版本 2020-01-01-none")


def test_a_root_without_a_catalogue_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_DATA", str(tmp_path / "nothing"))
    refused(run("check"), "themes.yml", "没有这个文件")
    refused(run("build"), "themes.yml")


def test_a_damaged_edition_is_refused_by_verify(run: Run, data_root: Path) -> None:
    succeeded(run("build", *AS_OF))
    (board,) = (data_root / "warehouse" / "editions").glob("*/board.duckdb")
    with board.open("ab") as file:
        file.write(b"\0")
    refused(run("verify"), "1 处不一致", "请重新构建")


# --- wrong usage


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("show",),
        ("show", "secrets"),
        ("show", "metrics", "--format", "xml"),
        ("show", "metrics", "--year", "soon"),
        ("extract",),
        ("extract", "x.txt", "--format", "pdf"),
        ("build", "--as-of", "yesterday"),
        ("ingest",),
        ("ingest", "x.txt", "--extent", "half"),
        ("publish",),
        ("check", "everything"),
    ],
)
def test_wrong_usage_exits_2(run: Run, data_root: Path, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage" in result.stderr


def test_help_names_every_verb(run: Run) -> None:
    printed = succeeded(run("--help"))
    assert all(verb in printed for verb in ("check", "extract", "ingest", "build", "publish", "show", "verify"))


# --- as a process


def pipelines(root: Path, repository: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines", *words],
        env={**os.environ, "FAZHI_DATA": str(root)},
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )


def test_as_a_process_it_exits_0_1_and_2(built_once: Path, repository: Path) -> None:
    done = pipelines(built_once, repository, "show", "metrics", "--year", "2023", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)) == 12
    bad = pipelines(built_once, repository, "extract", "nowhere.txt")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == "nowhere.txt：没有这个文件。请检查路径。\n"
    wrong = pipelines(built_once, repository, "nonsense")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_brackets_in_a_text_are_shown_and_not_obeyed(run: Run, data_root: Path, tmp_path: Path) -> None:
    text = "龙津街道2023年法治政府建设报告[/b]\n全年安装[red]路灯45盏[/b]:smile:。\n"
    file = write(tmp_path / "report.txt", text)
    assert "[red]路灯45盏[/b]:smile:" in succeeded(run("extract", file, "--format", "table"))
    assert "报告[/b]" in succeeded(run("ingest", file))
    succeeded(run("build"))
    assert "[red]路灯45盏[/b]:smile:" in succeeded(run("show", "unmapped"))


def test_rows_of_an_organisation_that_is_not_known_are_refused(run: Run, built_root: Path) -> None:
    refused(run("show", "metrics", "--org", "nosuch"), "nosuch", "guangzhou, liwan, longjin")
    assert rows(run("show", "metrics", "--org", "liwan", "--format", "json")) == []


def test_what_the_system_refuses_is_said_without_a_traceback(run: Run, data_root: Path) -> None:
    refused(run("extract", "报" * 200 + ".txt"), "系统拒绝读写（ENAMETOOLONG）", "请检查路径")


def test_a_root_without_documents_is_told_what_to_do(run: Run, data_root: Path, tmp_path: Path) -> None:
    (data_root / "documents").rename(tmp_path / "elsewhere")
    refused(run("build"), "尚未导入任何资料", "python -m pipelines ingest")


def test_a_setting_with_a_wrong_value_names_the_right_ones(
    run: Run, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_KEEP_CANDIDATES", "none")
    refused(run("check"), "FAZHI_KEEP_CANDIDATES", "1, 2, 3")


def test_a_backup_is_named_as_the_file_that_it_is(run: Callable[..., Result]) -> None:
    said = run("backup", "--help").stdout
    assert ".zip" in said and "tar" not in said
