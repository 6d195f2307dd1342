"""What leaves a round as a file holds the round's own figures, says what it is, and is nobody else's.

Longer than other files because it is a list of cases.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from pipelines.api import assessment_papers as papers
from pipelines.api.assessment import Assessment
from pipelines.api.assessment_letter import feedback_letter
from pipelines.api.assessment_rows import assessment_lines
from pipelines.assess import proposal, total
from pipelines.catalogue import rubric_of
from pipelines.domain.assessments import NOT_APPLICABLE, Input, Marks
from pipelines.domain.errors import MaterialAltered, MaterialGone, NotTheirs, StepOver, UnknownItem
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.assessment.scoring import Given
from pipelines.jobs.days import today
from pipelines.jobs.material_files import file_of
from pipelines.jobs.materials import MaterialCard, MaterialStore, known_materials
from pipelines.jobs.people import Person
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import current_settings
from pipelines.wording import explain, plain_marks
from tests.jobs.rounds import (
    ASSESSED,
    CHIEF,
    CLERK,
    DISTRICT,
    OTHER_CHIEF,
    YEAR,
    announce,
    assessee,
    assessor,
    at,
    hand_in,
    line,
    make_district,
    move_on,
    organiser,
    plan,
    publish,
    score_everything,
)

ORG, OTHER, BEST = ASSESSED[:3]
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
NAMES = {"zh": ("砚汀街道", "考评指标", "考评得分", "合计"), "en": ("Yanting Subdistrict", "Item", "Marks", "Total")}
SIMULATED = {"zh": "模拟数据（非真实）", "en": "Simulated data, not real"}
EXAMPLE = {"zh": "示例评分细则，未经任何单位印发", "en": "An example rubric that no office has issued"}


@pytest.fixture
def published(announced: str, monkeypatch: pytest.MonkeyPatch) -> str:
    publish(announced, monkeypatch)
    return announced


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """A workbook's sheets as another program reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def table(rows: list[list[Any]], first: str) -> dict[str, dict[str, Any]]:
    """A sheet's table by the first cell of its rows, each by its headings."""
    [start] = [number for number, row in enumerate(rows) if row[0] == first]
    return {row[0]: dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[0]}


def texts(rows: list[list[Any]]) -> str:
    return "\n".join(str(cell) for row in rows for cell in row if cell != "")


def written(content: bytes) -> str:
    """What a letter says, its tables too."""
    paper = Document(io.BytesIO(content))
    lines = [each.text for each in paper.paragraphs]
    lines += [" ".join(cell.text for cell in row.cells) for found in paper.tables for row in found.rows]
    lines += [each.text for section in paper.sections for each in section.header.paragraphs]
    return "\n".join(lines)


@LANGUAGES
def test_a_score_sheet_holds_the_marks_of_every_line_and_their_sum(announced: str, language: str) -> None:
    found, (name, first, marks, whole) = at(announced), NAMES[language]
    [(sheet_name, rows)] = sheets(papers.score_sheet(found, ORG, language)).items()
    told = table(rows, first)
    assert sheet_name == name
    lines = [row for row in assessment_lines(found, ORG, language) if row["kind"] != "veto"]
    assert list(told)[: len(lines)] == [row["name"] for row in lines]
    for row in lines:
        held = row["sum"].lower if row["is_heading"] else row["marks"]
        cell = told[row["name"]][marks]
        assert isinstance(cell, str) if held is None else Decimal(str(cell)) == held, row["name"]
    assert Decimal(str(told[whole][marks])) == found.totals[ORG].marks
    assert told[lines[-1]["name"]][marks] == 0  # a bonus that nobody claimed


@LANGUAGES
def test_papers_of_a_made_up_board_by_an_example_say_so(announced: str, language: str) -> None:
    found = at(announced)
    for content in (papers.score_sheet(found, ORG, language), papers.score_overview(found, language)):
        for rows in sheets(content).values():
            assert SIMULATED[language] in texts(rows) and EXAMPLE[language] in texts(rows)
    letter = written(feedback_letter(found, ORG))
    assert "模拟数据（非真实）" in letter and "本次考评所用评分细则为示例" in letter
    assert papers.manifest(found, ORG)["synthetic"] is True


def test_a_rubric_of_one_s_own_on_real_figures_has_no_such_marks(
    assessed_district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = EntryAt("rubrics.yml", "subdistrict_example")
    Administration(current_settings(), Person()).change(entry, {"kind": "own"}, starts=today())
    found = at(announce(organiser().open(plan()), monkeypatch))
    real = replace(found, board=replace(found.board, manifest=replace(found.board.manifest, synthetic=False)))
    said = written(feedback_letter(real, ORG)) + texts(sheets(papers.score_sheet(real, ORG, "zh"))["砚汀街道"])
    assert "模拟" not in said and "未经任何单位印发" not in said


def test_a_line_that_doesn_t_apply_says_so_and_leaves_the_sum(announced: str) -> None:
    found = at(announced)
    row = table(sheets(papers.score_sheet(found, ORG, "zh"))["砚汀街道"], "考评指标")["行政机关负责人出庭应诉"]
    assert row["考评得分"] == row["自评分"] == "不适用"
    assert found.totals[ORG].of["disputes"].lower == Decimal(15)  # full marks on what applies are full marks


def test_a_mark_that_an_objection_changed_stands_with_both_marks(announced: str) -> None:
    found = at(announced)
    row = table(sheets(papers.score_sheet(found, ORG, "zh"))["砚汀街道"], "考评指标")["商务楼宇普法覆盖"]
    before = found.standing(ORG, "towers_reached").scores[-1].marks
    assert row["考评得分"] == 1.25 and before is not None
    assert "1.25" in row["评分理由"] and plain_marks(before) in row["评分理由"]


def test_self_assessed_marks_their_words_and_who_decided_stand_beside_a_mark(announced: str) -> None:
    row = table(sheets(papers.score_sheet(at(announced), ORG, "zh"))["砚汀街道"], "考评指标")["第一责任人职责落实"]
    assert (row["满分"], row["自评分"], row["考评得分"], row["评分人"]) == (5, 5, 5, "考评人员")
    assert row["评分日期"] in (today(), today() - timedelta(days=1))


@LANGUAGES
def test_the_overview_has_a_row_for_each_organisation_and_then_its_sheet(announced: str, language: str) -> None:
    found = at(announced)
    content = sheets(papers.score_overview(found, language))
    names = [found.name(each, language) for each in ASSESSED]
    assert list(content)[1:] == names
    rows = table(next(iter(content.values())), {"zh": "被考评单位", "en": "Organisation"}[language])
    for organisation_id, name in zip(ASSESSED, names, strict=True):
        told = rows[name]
        assert Decimal(str(told[{"zh": "总分", "en": "Total"}[language]])) == found.totals[organisation_id].marks
        grade = found.grades.of[organisation_id].grade_id
        assert told[{"zh": "等次", "en": "Grade"}[language]] == found.grade_name(grade, language)
        for item in found.rubric.children_of[None]:
            if not item.is_veto:
                [cell] = [cell for key, cell in told.items() if str(key).startswith(getattr(item.name, language))]
                assert Decimal(str(cell)) == found.totals[organisation_id].of[item.item_id].lower


def test_the_letter_tells_marks_sections_losses_and_days(announced: str) -> None:
    found = at(announced)
    said, marks = written(feedback_letter(found, ORG)), found.totals[ORG].marks
    assert marks is not None and f"你单位得{plain_marks(marks)}分（满分100分）" in said
    assert f"关于反馈{YEAR}年度法治建设考评结果的函" in said and "根据示例〔2025〕1号" in said
    feedback, days = found.round.feedback, found.round.plan.dates
    assert feedback and feedback.object_until
    for day in (feedback.object_until, days.rectify_until):
        assert f"{day.year}年{day.month}月{day.day}日前" in said
    for item in found.rubric.children_of[None]:
        of = found.totals[ORG].of[item.item_id].lower
        if item.rule is None and item.marks and of is not None:
            assert f"{item.name.zh} {plain_marks(item.marks)} {plain_marks(of)}" in said
    lost = [
        row
        for row in assessment_lines(found, ORG, "zh")
        if not row["is_heading"] and row["kind"] not in ("veto", "bonus")
    ]
    lost = [row for row in lost if row["marks"] is not None and row["marks"] < row["ceiling"]]
    assert lost and all(f"{row['name']}：{row['why']}" in said for row in lost)
    order = [said.index(f"{row['name']}：") for row in sorted(lost, key=lambda row: row["marks"] - row["ceiling"])]
    assert order == sorted(order)
    organiser_name = found.catalogue.organisation_of[DISTRICT].full_name.zh
    assert organiser_name in said and found.catalogue.organisation_of[ORG].full_name.zh in said
    assert "等次" not in said  # a grade is told once grades are published


def test_the_letter_after_publication_tells_the_grade_and_no_day_for_objections(published: str) -> None:
    found = at(published)
    assert found.round.published
    said = written(feedback_letter(found, ORG))
    grade = found.grade_name(found.round.published.grades[ORG], "zh")
    assert f"，等次为“{grade}”。各部分得分如下：" in said and "提出，并附" not in said


def test_a_letter_waits_until_every_line_has_its_mark(assessed_district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = organiser().open(plan())
    move_on(monkeypatch, 11)
    with pytest.raises(StepOver) as refusal:
        feedback_letter(at(round_id), ORG)
    assert "砚汀街道" in explain(refusal.value, "zh")
    score_everything(round_id, ORG)
    assert "你单位得" in written(feedback_letter(at(round_id), ORG))


def every_paper(found: Assessment, organisation_id: str = ORG) -> dict[str, Callable[[], object]]:
    return {
        "sheet": lambda: papers.score_sheet(found, organisation_id, "zh"),
        "letter": lambda: feedback_letter(found, organisation_id),
        "evidence": lambda: papers.write_evidence(found, organisation_id, io.BytesIO(), "zh"),
    }


def test_who_is_assessed_gets_no_paper_with_marks_before_the_feedback(
    assessed_district: Path, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    round_id = organiser().open(plan())
    hand_in(round_id, ORG, CLERK, CHIEF)
    move_on(monkeypatch, 11)
    score_everything(round_id, ORG)
    seen_by(CHIEF)
    for name, take in (
        every_paper(at(round_id)) | {"overview": lambda: papers.score_overview(at(round_id), "zh")}
    ).items():
        with pytest.raises(StepOver):
            take()
            pytest.fail(name)
    assert papers.self_assessment_sheet(at(round_id), ORG, "zh").startswith(b"PK")  # which has no mark of an assessor


@pytest.mark.parametrize("stage", ["open", "announced", "published"])
def test_nobody_gets_another_organisation_s_paper(
    assessed_district: Path, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None], stage: str
) -> None:
    round_id = organiser().open(plan())
    if stage != "open":
        announce(round_id, monkeypatch)
    if stage == "published":
        publish(round_id, monkeypatch)
    seen_by(OTHER_CHIEF)
    for name, take in every_paper(at(round_id)).items():
        with pytest.raises(NotTheirs):
            take()
            pytest.fail(name)
    with pytest.raises(NotTheirs):
        papers.self_assessment_sheet(at(round_id), ORG, "zh")


def test_an_organisation_that_isn_t_assessed_has_no_papers(announced: str) -> None:
    for elsewhere in (DISTRICT, "longjin", "nowhere", "", "../yanting"):
        for name, take in every_paper(at(announced), elsewhere).items():
            with pytest.raises(UnknownItem):
                take()
                pytest.fail(name)
        with pytest.raises(UnknownItem):
            papers.self_assessment_sheet(at(announced), elsewhere, "zh")


def test_what_an_organisation_gets_of_itself_is_what_the_district_has_of_it(
    published: str, seen_by: Callable[[Person], None]
) -> None:
    whole = {name: take() for name, take in every_paper(at(published)).items()}
    seen_by(CHIEF)
    assert {name: take() for name, take in every_paper(at(published)).items()} == whole


def test_an_organisation_s_overview_has_itself_alone_and_no_grade_before_grades_are_published(
    announced: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CHIEF)
    content = sheets(papers.score_overview(at(announced), "zh"))
    assert list(content)[1:] == ["砚汀街道"]
    assert table(content["得分汇总"], "被考评单位")["砚汀街道"]["等次"] == ""
    assert not any(name in texts(rows) for rows in content.values() for name in ("霁岚街道", "优秀", "良好"))


def test_an_organisation_is_told_the_grade_that_was_published_though_it_sees_itself_alone(
    published: str, seen_by: Callable[[Person], None]
) -> None:
    """Alone in its group it would have no place among 30 %."""
    announcement = at(published).round.published
    assert announcement and announcement.grades[BEST] == "excellent"
    seen_by(Person("u-best", frozenset({"approver"}), frozenset({BEST})))
    content = sheets(papers.score_sheet(at(published), BEST, "zh"))
    assert table(next(iter(content.values())), "考评指标")["等次"]["考评得分"] == "优秀"
    overview = sheets(papers.score_overview(at(published), "zh"))["得分汇总"]
    assert table(overview, "被考评单位")[at(published).name(BEST, "zh")]["等次"] == "优秀"


def bundle(found: Assessment, organisation_id: str = ORG, language: str = "zh") -> zipfile.ZipFile:
    target = io.BytesIO()
    papers.write_evidence(found, organisation_id, target, language)
    return zipfile.ZipFile(target)


def papers_of(round_id: str) -> dict[str, str]:
    """The hash of every paper of a round."""
    found = at(round_id)
    kept = {
        f"{name} {language}": take(found, ORG, language)
        for name, take in (("sheet", papers.score_sheet), ("form", papers.self_assessment_sheet))
        for language in ("zh", "en")
    }
    kept |= {
        "overview": papers.score_overview(found, "zh"),
        "letter": feedback_letter(found, ORG),
        "evidence": _bytes(bundle(found)),
    }
    return {name: sha256(content).hexdigest() for name, content in kept.items()}


def test_the_same_round_is_the_same_bytes_whenever_its_papers_are_made(
    announced: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, now = papers_of(announced), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 40_000_000)
    assert papers_of(announced) == before


def test_the_same_round_is_the_same_bytes_whichever_process_makes_its_papers(announced: str, repository: Path) -> None:
    asked = f"import json; from {__name__} import papers_of; print(json.dumps(papers_of({announced!r})))"
    for seed in ("1", "2"):
        where = {"FAZHI_DATA": str(current_settings().data), "PYTHONPATH": str(repository), "PYTHONHASHSEED": seed}
        made = subprocess.run([sys.executable, "-c", asked], env=os.environ | where, capture_output=True, check=True)
        assert json.loads(made.stdout) == papers_of(announced)


def _bytes(archive: zipfile.ZipFile) -> bytes:
    assert isinstance(archive.fp, io.BytesIO)
    return archive.fp.getvalue()


def about(archive: zipfile.ZipFile) -> dict[str, Any]:
    return json.loads(archive.read("manifest.json"))["about"]


@pytest.mark.parametrize("organisation_id", ASSESSED)
def test_a_total_follows_from_the_manifest_bit_for_bit(published: str, organisation_id: str) -> None:
    """From the file alone: nothing of the board is asked."""
    told = about(bundle(at(published), organisation_id))
    rubric = rubric_of(told["rubric"])
    assert rubric.version == told["version"]
    marks = {
        item_id: NOT_APPLICABLE if each["marks"] is None else Marks(Decimal(each["marks"]), Decimal(each["marks"]))
        for item_id, each in told["lines"].items()
    }
    found = total(rubric, marks)
    assert found.open_items == told["total"]["open"] == 0
    assert format(found.lower, "f") == format(found.upper, "f") == told["total"]["lower"] == told["total"]["upper"]
    published_marks = at(published).round.published.marks[organisation_id]
    assert format(found.lower, "f") == format(published_marks, "f")


def test_each_mark_s_rule_follows_from_the_manifest(published: str) -> None:
    told = about(bundle(at(published)))
    rubric, seen = rubric_of(told["rubric"]), set()
    assert len(told["lines"]) == len([item for item in rubric.scored if not item.is_veto])
    for item_id, each in told["lines"].items():
        of = each["figure"]
        bounds = [None if of[name] is None else Decimal(of[name]) for name in ("value", "lower", "upper")]
        given = Input(*bounds, is_applicable=of["is_applicable"])
        found = proposal(rubric.item_of[item_id], given, year=told["year"], decimals=rubric.decimals)
        assert [found.state, format(found.lower, "f"), format(found.upper, "f")] == each["rule"], item_id
        seen.add(found.state)
    assert seen >= {"decided", "no_data", "judgement"}
    ruled = told["lines"]["towers_reached"]
    assert (ruled["marks"], ruled["ruling"] is not None) == ("1.25", True) and ruled["scored"] != "1.25"
    assert told["lines"]["court_appearance"]["marks"] is None


def test_the_manifest_names_round_organisation_year_edition_and_events(published: str) -> None:
    found, told = at(published), about(bundle(at(published)))
    assert (told["round"], told["organisation"], told["year"]) == (published, ORG, YEAR)
    assert (told["edition"], told["version"]) == (found.board.edition_id, found.rubric.version)
    score = found.standing(ORG, "contracts").score
    assert score and told["lines"]["contracts"]["event"] == score.by.event_id
    assert not any(isinstance(each, float) for each in _values(told))  # no binary fraction anywhere


def _values(held: Any) -> Iterator[Any]:
    for each in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield each
        yield from _values(each)


def materials_round(monkeypatch: pytest.MonkeyPatch) -> tuple[str, dict[str, str]]:
    """A round with materials beside claim, mark and objection: its id, and the ids of the materials."""
    store = MaterialStore(current_settings(), Person())
    ids = {}
    for name, content in (("纪要.pdf", b"%PDF-1.7 one"), ("台账.xlsx", b"PK\x03\x04 two"), ("补证.docx", b"three")):
        card = MaterialCard(ORG, name.partition(".")[0], date(YEAR, 3, 1), date(YEAR, 3, 1), "justice_office")
        ids[name] = store.add(content, name, card).material_id
    round_id = organiser().open(plan())
    claims = {
        "contracts": Filled(marks=Decimal(8), materials=(ids["台账.xlsx"], ids["纪要.pdf"])),
        "first_responsible": Filled(marks=Decimal(5), materials=(ids["纪要.pdf"],)),
    }
    assessee().fill(round_id, ORG, claims)
    move_on(monkeypatch, 11)
    given = Given(Decimal(3), why="台账不全", materials=(ids["台账.xlsx"],))
    assessor().score(line(round_id, ORG, "problems_closed"), given, at(round_id).inputs)
    for organisation_id in ASSESSED:
        score_everything(round_id, organisation_id)
    organiser().announce(round_id, edition_id="e", seen=at(round_id).round.seen)
    materials = (ids["补证.docx"], ids["台账.xlsx"])
    assessee(CHIEF).object(line(round_id, ORG, "problems_closed"), Decimal(5), why="已补", materials=materials)
    return round_id, ids


@pytest.fixture(scope="module")
def materials_once(
    made_once: Callable[[str, Callable[[Path], object]], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[str, dict[str, str]]]:
    """A root of this file's own with `materials_round`."""
    folder = tmp_path_factory.mktemp("materials")
    root = Path(shutil.copytree(made_once("assessed_district", make_district), folder / "data"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("FAZHI_DATA", str(root))
        return root, materials_round(monkeypatch)


@pytest.fixture
def with_materials(
    materials_once: tuple[Path, tuple[str, dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> tuple[str, dict[str, str]]:
    """`materials_round`; whoever alters a file of it puts it back."""
    root, made = materials_once
    monkeypatch.setenv("FAZHI_DATA", str(root))
    return made


def test_evidence_stands_under_the_lines_that_it_is_for(
    with_materials: tuple[str, dict[str, str]],
) -> None:
    round_id, ids = with_materials
    archive = bundle(at(round_id))
    assert archive.testzip() is None
    found = {name: archive.read(name) for name in archive.namelist()}
    contents = {name for name in found if "/" in name}
    assert contents == {
        "contracts 合同应审尽审/台账.xlsx",
        "contracts 合同应审尽审/纪要.pdf",
        "first_responsible 第一责任人职责落实/纪要.pdf",
        "problems_closed 上年度存在问题整改完成率/台账.xlsx",
        "problems_closed 上年度存在问题整改完成率/补证.docx",
    }
    assert found["contracts 合同应审尽审/台账.xlsx"] == b"PK\x03\x04 two"
    listed = {file["path"]: file for file in json.loads(found["manifest.json"])["files"]}
    assert {path: (file["sha256"], file["item_id"]) for path, file in listed.items()} == {
        path: (ids[path.rpartition("/")[2]], path.partition(" ")[0]) for path in contents
    }
    assert found["目录.csv"].decode("utf-8-sig").count("\n") == len(contents) + 1
    assert _bytes(archive) == _bytes(bundle(at(round_id)))
    # of another organisation nothing is among it, and its own bundle has no file
    assert [name for name in bundle(at(round_id), OTHER).namelist() if "/" in name] == []


def test_a_score_sheet_names_the_materials_of_a_line(
    with_materials: tuple[str, dict[str, str]],
) -> None:
    round_id, _ = with_materials
    rows = table(sheets(papers.score_sheet(at(round_id), ORG, "zh"))["砚汀街道"], "考评指标")
    assert rows["合同应审尽审"]["佐证材料"] == "台账\n纪要"


def test_evidence_that_was_altered_or_lost_on_the_disk_is_refused(
    with_materials: tuple[str, dict[str, str]],
) -> None:
    round_id, ids = with_materials
    settings = current_settings()
    material = known_materials(settings)[ids["台账.xlsx"]]
    stored = file_of(root_of(settings), material)
    content = stored.read_bytes()
    stored.chmod(0o600)
    target = io.BytesIO()
    try:
        stored.write_bytes(content.upper())
        with pytest.raises(MaterialAltered) as refusal:
            papers.write_evidence(at(round_id), ORG, target, "zh")
        assert "台账.xlsx" in explain(refusal.value, "zh") and target.getvalue() == b""
        stored.unlink()
        with pytest.raises(MaterialGone):
            papers.write_evidence(at(round_id), ORG, target, "zh")
        assert target.getvalue() == b""
    finally:
        stored.write_bytes(content)
    with bundle(at(round_id), OTHER) as archive:
        assert archive.testzip() is None


def test_what_a_ruling_adds_to_a_reason_is_a_sentence_of_its_own(announced: str) -> None:
    why = {row["item_id"]: row.get("why", "") for row in assessment_lines(at(announced), ORG, "en")}
    assert ". Objection upheld: 1.25 in the place of " in why["towers_reached"]
