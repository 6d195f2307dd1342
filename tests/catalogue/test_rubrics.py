"""评分细则 keep their promises; each broken alone is refused with where, what and what to write, in both languages.

Longer than other files because it is a list of cases.
"""

import shutil
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.catalogue import load_catalogue, rubric_of, rubric_warnings
from pipelines.domain.assessments import ACTIVITY_SCORED, RULE_KINDS, Rubric, Source
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import CatalogueRefused
from pipelines.wording import explain
from tests.catalogue.test_catalogue import change

HEADS, EXAMPLE, SHAPE = "rubrics.yml", "rubrics/subdistrict_example.yml", "rubrics/national_shape.yml"
CONTRACTS = "rule: {kind: ratio, source: {derived: contract_review_rate}, bar: 100}"
SHORTFALL = "{kind: shortfall, source: {derived: decide_90d_rate}, bar: 100, step: 0.5, most: 7}"
OCCURRENCE = "{kind: occurrence, source: {metric: reconsideration_corrections}, step: 1}"
VETO = "rule: {kind: veto, source: counted}"
FAIL = "{id: fail, name: {zh: 不合格, en: Fail}, at_least: 0}"
GOOD = "{id: good, name: {zh: 良好, en: Good}, at_least: 80}"


@pytest.fixture
def folder(repository: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))


@pytest.fixture
def example(catalogue: Catalogue) -> Rubric:
    return next(each for each in catalogue.rubrics if each.kind == "example")


@dataclass(frozen=True)
class Broken:
    """One promise broken: `new` instead of `old` in `file` (appended where `old` is empty); what is then said."""

    file: str
    old: str
    new: str
    says: tuple[str, ...]
    zh: tuple[str, ...]


BROKEN = {
    "two rubrics of one name": Broken(
        HEADS,
        "- id: national_shape",
        "- id: subdistrict_example",
        ("rubrics.yml", "subdistrict_example", "the id 2 times", "an id of its own"),
        ("编号出现2次", "另用一个编号"),
    ),
    "two lines of one id": Broken(
        EXAMPLE,
        "- id: litigation",
        "- id: reconsideration",
        (EXAMPLE, "reconsideration", "the id 2 times", "an id of its own"),
        ("编号出现2次", "另用一个编号"),
    ),
    "a line under a heading that is nowhere": Broken(
        EXAMPLE,
        "parent: publicity",
        "parent: publicity_of_law",
        (EXAMPLE, "law_exam.parent", "'publicity_of_law'", "a heading (a line without a rule) that stands before"),
        ("'publicity_of_law'", "前面已有的标题行"),
    ),
    "a line under a heading that comes after it": Broken(
        EXAMPLE,
        "parent: leadership",
        "parent: decisions",
        (EXAMPLE, "report_on_time.parent", "'decisions'", "a heading (a line without a rule) that stands before"),
        ("'decisions'", "前面已有的标题行"),
    ),
    "a line under a line that gets marks": Broken(
        EXAMPLE,
        "- id: major_decisions\n  parent: decisions",
        "- id: major_decisions\n  parent: contracts",
        (EXAMPLE, "major_decisions.parent", "'contracts'", "a heading (a line without a rule) that stands before"),
        ("'contracts'", "前面已有的标题行"),
    ),
    "a line under itself": Broken(
        EXAMPLE,
        "- id: major_decisions\n  parent: decisions",
        "- id: major_decisions\n  parent: major_decisions",
        (EXAMPLE, "major_decisions.parent", "'major_decisions'", "a heading (a line without a rule)"),
        ("'major_decisions'", "前面已有的标题行"),
    ),
    "a heading without lines": Broken(
        EXAMPLE,
        "",
        "\n- {id: empty, name: {zh: 空标题, en: Empty heading}, marks: 0}\n",
        (EXAMPLE, "empty: ", "found none", "at least one line under the heading"),
        ("empty：", "至少写一行"),
    ),
    "a veto with marks": Broken(
        EXAMPLE,
        VETO,
        f"marks: 1\n  {VETO}",
        (EXAMPLE, "grave_violation.marks", "found 1", "a veto has no marks"),
        ("现为 1", "一票否决项不占分值"),
    ),
    "marks of a heading of bonuses": Broken(
        EXAMPLE,
        "- id: experience\n",
        "- {id: extra, name: {zh: 加分项, en: Bonuses}, marks: 3}\n- id: experience\n  parent: extra\n",
        (EXAMPLE, "extra.marks", "found 3", "a heading of bonuses and vetoes alone has no marks"),
        ("现为 3", "只有加分项、一票否决项的标题不占分值"),
    ),
    "a line without marks": Broken(
        EXAMPLE,
        "marks: 3\n  rule:\n    kind: judgement",
        "rule:\n    kind: judgement",
        (EXAMPLE, "publicity_quality.marks", "found none", "marks above 0"),
        ("大于0的分值",),
    ),
    "a line of no marks": Broken(
        EXAMPLE,
        "en: Contracts reviewed of those due}\n  marks: 8",
        "en: Contracts reviewed of those due}\n  marks: 0",
        (EXAMPLE, "contracts.marks", "found none", "marks above 0"),
        ("大于0的分值",),
    ),
    "marks finer than the rubric's are": Broken(
        EXAMPLE,
        "en: Contracts reviewed of those due}\n  marks: 8",
        "en: Contracts reviewed of those due}\n  marks: 8.001",
        (EXAMPLE, "contracts.marks", "8.001", "at most 2 decimals"),
        ("8.001", "最多保留2位小数"),
    ),
    "a bonus without the most that bonuses add": Broken(
        HEADS,
        "  bonus_most: 3\n",
        "",
        ("rubrics.yml", "subdistrict_example.bonus_most", "0", "the most that they add together"),
        ("加分合计上限",),
    ),
    "lines that don't come to their heading": Broken(
        EXAMPLE,
        "en: Contracts reviewed of those due}\n  marks: 8",
        "en: Contracts reviewed of those due}\n  marks: 9",
        (EXAMPLE, "decisions.marks", "the lines under it come to 21", "make them come to 20"),
        ("下级各项分值合计21", "请使合计等于20"),
    ),
    "headings that don't come to the whole": Broken(
        HEADS,
        "marks: 100",
        "marks: 110",
        ("rubrics.yml", "subdistrict_example.marks", "come to 100", "make them come to 110"),
        ("下级各项分值合计100", "请使合计等于110"),
    ),
    "an example without grades": Broken(
        HEADS,
        f"""  grades:
    - {{id: excellent, name: {{zh: 优秀, en: Excellent}}, at_least: 90, most_share: 30}}
    - {GOOD}
    - {{id: pass, name: {{zh: 合格, en: Pass}}, at_least: 60}}
    - {FAIL}
""",
        "",
        ("rubrics.yml", "subdistrict_example.grades", "found none", "write the grades, the best first"),
        ("请填写等次，由高到低",),
    ),
    "two grades of one id": Broken(
        HEADS,
        "{id: pass,",
        "{id: good,",
        ("rubrics.yml", "subdistrict_example.grades.good", "the id 2 times", "an id of its own"),
        ("编号出现2次",),
    ),
    "grades that rise": Broken(
        HEADS,
        "at_least: 60",
        "at_least: 85",
        ("rubrics.yml", "subdistrict_example.grades", "90、80、85、0", "falling, the last one 0"),
        ("90、80、85、0", "最后一个为0"),
    ),
    "two grades from the same marks": Broken(
        HEADS,
        "at_least: 60",
        "at_least: 80",
        ("rubrics.yml", "subdistrict_example.grades", "90、80、80、0", "falling"),
        ("90、80、80、0", "由高到低"),
    ),
    "a last grade that not everybody reaches": Broken(
        HEADS,
        "at_least: 0}",
        "at_least: 10}",
        ("rubrics.yml", "subdistrict_example.grades", "90、80、60、10", "the last one 0"),
        ("90、80、60、10", "最后一个为0"),
    ),
    "a least share over the highest": Broken(
        HEADS,
        "most_share: 30",
        "most_share: 30, least_share: 40",
        ("rubrics.yml", "subdistrict_example.grades.excellent", "40 > 30", "no higher than the highest share"),
        ("40 > 30", "最低比例不能高于最高比例"),
    ),
    "a last grade without room for all": Broken(
        HEADS,
        "at_least: 0}",
        "at_least: 0, most_share: 10}",
        ("rubrics.yml", "subdistrict_example.grades.fail", "10%", "takes everybody who is left"),
        ("10%", "容纳其余全部单位"),
    ),
    "least shares of more than everybody": Broken(
        HEADS,
        "at_least: 80}\n    - {id: pass, name: {zh: 合格, en: Pass}, at_least: 60}",
        "at_least: 80, least_share: 60}\n    - {id: pass, name: {zh: 合格, en: Pass}, at_least: 60, least_share: 50}",
        ("rubrics.yml", "subdistrict_example.grades.least_share", "110%", "100% at most"),
        ("110%", "不能超过100%"),
    ),
    "a veto down to a grade that isn't there": Broken(
        HEADS,
        "veto_grade: fail",
        "veto_grade: failed",
        ("rubrics.yml", "subdistrict_example.veto_grade", "'failed'", "a grade of this rubric"),
        ("'failed'", "本细则的等次编号"),
    ),
    "a ratio without its bar": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}, bar: 100}",
        "{derived: contract_review_rate}}",
        (EXAMPLE, "contracts.rule.bar", "found none", "a rule of kind ratio needs it"),
        ("contracts.rule.bar", "“ratio”类规则需要这一项"),
    ),
    "a ratio without what feeds it": Broken(
        EXAMPLE,
        CONTRACTS,
        "rule: {kind: ratio, bar: 100}",
        (EXAMPLE, "contracts.rule.source", "found none", "a rule of kind ratio needs it"),
        ("contracts.rule.source", "“ratio”类规则需要这一项"),
    ),
    "bands of which there are none": Broken(
        EXAMPLE,
        "bands: [{bar: 98, share: 100}, {bar: 95, share: 80}, {bar: 90, share: 50}]",
        "bands: []",
        (EXAMPLE, "mediation.rule.bands", "found none", "a rule of kind bands needs it"),
        ("mediation.rule.bands", "“bands”类规则需要这一项"),
    ),
    "a rule of time without its day": Broken(
        EXAMPLE,
        ', due: "04-01"',
        "",
        (EXAMPLE, "report_on_time.rule.due", "found none", "a rule of kind timely needs it"),
        ("report_on_time.rule.due", "“timely”类规则需要这一项"),
    ),
    "a ratio that says few are good": Broken(
        EXAMPLE,
        CONTRACTS,
        CONTRACTS.replace("bar: 100", "bar: 100, few_good: true"),
        (EXAMPLE, "contracts.rule.few_good", "isn't used", "a rule of kind ratio doesn't use it"),
        ("contracts.rule.few_good", "“ratio”类规则不用这一项"),
    ),
    "a veto with a step": Broken(
        EXAMPLE,
        VETO,
        "rule: {kind: veto, source: counted, step: 1}",
        (EXAMPLE, "grave_violation.rule.step", "isn't used", "a rule of kind veto doesn't use it"),
        ("grave_violation.rule.step", "“veto”类规则不用这一项"),
    ),
    "a ratio that is on": Broken(
        EXAMPLE,
        CONTRACTS,
        CONTRACTS.replace("bar: 100", "bar: 100, on: true, order: 区法办〔2024〕1号"),
        (EXAMPLE, "contracts.rule.on", "isn't used", "doesn't use it"),
        ("contracts.rule.on", "“ratio”类规则不用这一项"),
    ),
    "a judgement that is fed": Broken(
        EXAMPLE,
        "kind: judgement",
        "kind: judgement\n    source: counted",
        (EXAMPLE, "first_responsible.rule.source", "isn't used", "doesn't use it"),
        ("first_responsible.rule.source", "“judgement”类规则不用这一项"),
    ),
    "a rule fed by an unknown metric": Broken(
        EXAMPLE,
        "{metric: certified_rate}",
        "{metric: certified}",
        (EXAMPLE, "officers_certified.rule.source", "unknown id 'certified'", "use an id of metrics"),
        ("没有编号'certified'", "metrics"),
    ),
    "a rule fed by an unknown derived rate": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}",
        "{derived: certified_rate}",
        (EXAMPLE, "contracts.rule.source", "unknown id 'certified_rate'", "use an id of derived.yml"),
        ("没有编号'certified_rate'", "derived.yml"),
    ),
    "a line of an office that nobody knows": Broken(
        EXAMPLE,
        "  owner: party_government_office",
        "  owner: moon_office",
        (EXAMPLE, "first_responsible.owner", "unknown id 'moon_office'", "use an id of owners.yml"),
        ("没有编号'moon_office'", "owners.yml"),
    ),
    "a rule fed by an unknown practice": Broken(
        EXAMPLE,
        "kind: all_or_nothing, source: {derived: legality_check_rate}",
        "kind: all_or_nothing, source: {practice: lectures}",
        (EXAMPLE, "legality_check.rule.source", "unknown id 'lectures'", "use an id of practices.yml"),
        ("没有编号'lectures'", "practices.yml"),
    ),
    "a rule fed by two things": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}",
        "{derived: contract_review_rate, metric: certified_rate}",
        (
            EXAMPLE,
            "contracts.rule.source",
            "found metric certified_rate, derived contract_review_rate",
            "one source: a metric, a derived rate or a practice",
        ),
        ("metric certified_rate, derived contract_review_rate", "请只写一个数据来源"),
    ),
    "a rule fed by nothing in brackets": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}",
        "{}",
        (EXAMPLE, "contracts.rule.source", "found none", "one source: a metric, a derived rate or a practice"),
        ("请只写一个数据来源",),
    ),
    "a ratio fed by a day": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}",
        "report_published",
        (EXAMPLE, "contracts.rule.source", "report_published", "a rule of kind ratio doesn't take this source"),
        ("“ratio”类规则不能用这种数据来源",),
    ),
    "a rule of time fed by a rate": Broken(
        EXAMPLE,
        "source: report_published",
        "source: {derived: contract_review_rate}",
        (EXAMPLE, "report_on_time.rule.source", "derived", "a rule of kind timely doesn't take this source"),
        ("“timely”类规则不能用这种数据来源",),
    ),
    "a rule of time fed by what people count": Broken(
        EXAMPLE,
        "source: report_published",
        "source: counted",
        (EXAMPLE, "report_on_time.rule.source", "counted", "a rule of kind timely doesn't take this source"),
        ("“timely”类规则不能用这种数据来源",),
    ),
    "people count in a unit that nobody knows": Broken(
        EXAMPLE,
        '{counted: "%"}',
        "{counted: 光年}",
        (EXAMPLE, "problems_closed.rule.source", "'光年'", "use a counter of lookups/counters.yml"),
        ("请使用 lookups/counters.yml 里有的计量单位",),
    ),
    "a ratio fed by a practice": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}",
        "{practice: legal_training}",
        (EXAMPLE, "contracts.rule.source", "practice", "a rule of kind ratio doesn't take this source"),
        ("“ratio”类规则不能用这种数据来源",),
    ),
    "a ratio of nothing": Broken(
        EXAMPLE,
        "{derived: contract_review_rate}, bar: 100",
        "{derived: contract_review_rate}, bar: 0",
        (EXAMPLE, "contracts.rule.bar", "found 0", "a number above 0"),
        ("现为 0", "大于0的数"),
    ),
    "bands with the best last": Broken(
        EXAMPLE,
        "[{bar: 98, share: 100}, {bar: 95, share: 80}, {bar: 90, share: 50}]",
        "[{bar: 95, share: 100}, {bar: 98, share: 80}, {bar: 90, share: 50}]",
        (EXAMPLE, "mediation.rule.bands", "95、98、90", "write the best first"),
        ("95、98、90", "由高到低"),
    ),
    "bands in which more gives less": Broken(
        EXAMPLE,
        "[{bar: 98, share: 100}, {bar: 95, share: 80}, {bar: 90, share: 50}]",
        "[{bar: 98, share: 80}, {bar: 95, share: 100}, {bar: 90, share: 50}]",
        (EXAMPLE, "mediation.rule.bands", "98、95、90", "write the best first"),
        ("98、95、90", "由高到低"),
    ),
    "bands of few that fall like bands of many": Broken(
        EXAMPLE,
        "    bands: [{bar: 98, share: 100}",
        "    few_good: true\n    bands: [{bar: 98, share: 100}",
        (EXAMPLE, "mediation.rule.bands", "98、95、90", "write the best first"),
        ("98、95、90", "由高到低"),
    ),
    "levels with the best last": Broken(
        EXAMPLE,
        "{share: 60, words: {zh: 四项均有材料",
        "{share: 20, words: {zh: 四项均有材料",
        (EXAMPLE, "first_responsible.rule.levels", "100、20、30、0", "write the best first"),
        ("100、20、30、0", "由高到低"),
    ),
    "more taken off than a line has": Broken(
        EXAMPLE,
        SHORTFALL,
        SHORTFALL.replace("most: 7", "most: 7.5"),
        (EXAMPLE, "decided_in_90_days.rule.most", "7.5", "no more than the line's marks (7)"),
        ("7.5", "不超过本项分值（7）"),
    ),
    "a floor above the ceiling": Broken(
        EXAMPLE,
        OCCURRENCE,
        OCCURRENCE.replace("step: 1", "step: 1, floor: 4"),
        (EXAMPLE, "reconsideration.rule.floor", "found 4", "no more than the line's marks (3)"),
        ("现为 4", "不超过本项分值（3）"),
    ),
    "a veto that holds by no document": Broken(
        EXAMPLE,
        VETO,
        "rule: {kind: veto, source: counted, on: true}",
        (EXAMPLE, "grave_violation.rule.order", "found none", "a veto holds only by a document"),
        ("grave_violation.rule.order", "一票否决须有文件规定"),
    ),
    "a veto by a document of blanks": Broken(
        EXAMPLE,
        VETO,
        'rule: {kind: veto, source: counted, on: true, order: " 　"}',
        (EXAMPLE, "grave_violation.rule.order", "found none", "a veto holds only by a document"),
        ("grave_violation.rule.order", "一票否决须有文件规定"),
    ),
    "English where Chinese belongs": Broken(
        EXAMPLE,
        "zh: 合同应审尽审",
        "zh: Contracts",
        (EXAMPLE, "contracts.name.zh", "'Contracts'"),
        ("contracts.name.zh", "请填写中文"),
    ),
    "Chinese in the English of what is asked to be shown": Broken(
        EXAMPLE,
        "en: Receipts of filing",
        "en: 备案回执",
        (EXAMPLE, "document_filing.evidence.en", "'备案回执'"),
        ("document_filing.evidence.en", "其中不能有汉字"),
    ),
    "Chinese in the English of a level": Broken(
        EXAMPLE,
        "en: One or two missing",
        "en: 缺项",
        (EXAMPLE, "first_responsible.rule.en", "'缺项'"),
        ("first_responsible.rule.en", "其中不能有汉字"),
    ),
    "English where the name of a grade belongs": Broken(
        HEADS,
        "zh: 良好",
        "zh: Good",
        ("rubrics.yml", "subdistrict_example.grades.zh", "'Good'"),
        ("subdistrict_example.grades.zh", "请填写中文"),
    ),
    "Chinese in the English of what a rubric is based on": Broken(
        HEADS,
        "en: 'Example: written",
        "en: '示例: written",
        ("rubrics.yml", "subdistrict_example.basis.en"),
        ("subdistrict_example.basis.en", "其中不能有汉字"),
    ),
}

MISSHAPEN = {
    "a kind of rule that isn't there": ("kind: ratio", "kind: linear"),
    "a key that isn't there": (CONTRACTS, CONTRACTS.replace("bar: 100", "bar: 100, weight: 2")),
    "a step of nothing": (OCCURRENCE, OCCURRENCE.replace("step: 1", "step: 0")),
    "a step that adds": (OCCURRENCE, OCCURRENCE.replace("step: 1", "step: -1")),
    "marks below zero": ("marks: 8", "marks: -8"),
    "marks that are no number": ("marks: 8", "marks: eight"),
    "marks without end": ("marks: 8", "marks: .inf"),
    "a share over all": ("{bar: 98, share: 100}", "{bar: 98, share: 101}"),
    "a day that isn't one": ('due: "04-01"', 'due: "04-31"'),
    "a month that isn't one": ('due: "04-01"', 'due: "13-01"'),
    "a line without a name": ("name: {zh: 合同应审尽审, en: Contracts reviewed of those due}", "name: {}"),
}


def refused(folder: Path) -> CatalogueRefused:
    with pytest.raises(CatalogueRefused) as refusal:
        load_catalogue(folder)
    return refusal.value


@pytest.mark.parametrize("broken", [pytest.param(broken, id=name) for name, broken in BROKEN.items()])
def test_a_broken_promise_of_a_rubric_is_refused_with_where_and_what_to_write(broken: Broken, folder: Path) -> None:
    file = folder / broken.file
    if broken.old:
        change(file, broken.old, broken.new)
    else:
        file.write_text(file.read_text(encoding="utf-8") + broken.new, encoding="utf-8")
    refusal = refused(folder)
    english, chinese = str(refusal).splitlines(), explain(refusal, "zh").splitlines()
    assert any(all(word in fault for word in broken.says) for fault in english), "\n".join(english)
    assert any(all(word in fault for word in broken.zh) for fault in chinese), "\n".join(chinese)


@pytest.mark.parametrize(("old", "new"), MISSHAPEN.values(), ids=MISSHAPEN)
def test_what_no_rubric_can_hold_is_refused_with_its_line(old: str, new: str, folder: Path) -> None:
    change(folder / EXAMPLE, old, new)
    faults = str(refused(folder)).splitlines()[1:]
    assert faults and all("subdistrict_example.yml: " in fault for fault in faults)


def test_what_stands_for_something_written_elsewhere_is_refused_with_its_line(folder: Path) -> None:
    """A few lines of *a would stand for more than any memory holds."""
    change(folder / EXAMPLE, "evidence: [{zh: 合同台账", "evidence: &a [{zh: 合同台账")
    load_catalogue(folder)
    change(
        folder / EXAMPLE,
        "evidence: [{zh: 决策事项目录、合法性审查意见, en: List of decisions and the opinions on them}]",
        "evidence: *a",
    )
    number = (folder / EXAMPLE).read_text(encoding="utf-8").split("*a")[0].count("\n") + 1
    assert f"line {number}: found *a stands for something else" in str(refused(folder))


def test_the_shipped_rubrics_keep_every_promise_and_no_line_scores_activity(catalogue: Catalogue) -> None:
    assert [each.rubric_id for each in catalogue.rubrics] == ["subdistrict_example", "national_shape"]
    assert list(rubric_warnings(catalogue)) == []


def test_the_example_comes_to_100_and_calls_itself_nobody_s_order(example: Rubric) -> None:
    own = [each for each in example.scored if not each.is_bonus and not each.is_veto]
    assert sum(each.marks for each in own) == example.marks == 100
    assert "示例" in example.name.zh and "未经任何单位印发" in example.basis.zh


def test_a_shape_has_no_marks_and_isn_t_asked_for_any(catalogue: Catalogue) -> None:
    shape = catalogue.rubrics[1]
    assert shape.kind == "shape" and shape.grades == () and {each.marks for each in shape.items} == {None}


def test_no_line_of_a_shipped_rubric_is_fed_with_a_volume_of_work(catalogue: Catalogue) -> None:
    direction = {each.metric_id: each.direction for each in catalogue.metrics}
    direction |= {each.metric_id: each.direction for each in catalogue.progress.derived}
    fed = {
        item.item_id: direction[item.rule.source.id]
        for rubric in catalogue.rubrics
        for item in rubric.scored
        if item.rule and item.rule.source and item.rule.source.id
    }
    assert len(fed) > 10 and "neutral" not in fed.values()


SCORED_BY = {
    "ratio": "{kind: ratio, source: SOURCE, bar: 12}",
    "bands": "{kind: bands, source: SOURCE, bands: [{bar: 12, share: 100}, {bar: 6, share: 50}]}",
    "shortfall": "{kind: shortfall, source: SOURCE, bar: 12, step: 1}",
    "all_or_nothing": "{kind: all_or_nothing, source: SOURCE, bar: 12}",
    "bonus": "{kind: bonus, source: SOURCE, step: 0.5}",
}
"""A line that rewards volume, by each kind of rule that can."""


def scored_by(kind: str, folder: Path, source: str = "{metric: law_trainings}") -> Catalogue:
    """The catalogue with one line of the example (its bonus, where the rule is one) scored by a count."""
    old = CONTRACTS if kind != "bonus" else "rule: {kind: bonus, source: counted, step: 1}"
    change(folder / EXAMPLE, old, f"rule: {SCORED_BY[kind].replace('SOURCE', source)}")
    return load_catalogue(folder)


@pytest.mark.parametrize("kind", SCORED_BY)
def test_a_line_that_scores_trainings_by_their_count_is_warned_of(kind: str, folder: Path) -> None:
    [warning] = rubric_warnings(scored_by(kind, folder))
    item = "experience" if kind == "bonus" else "contracts"
    assert str(warning).startswith(f"{EXAMPLE}: {item}.rule: found scored by In-house legal trainings and lectures")
    assert "aren't scored by count" in str(warning)
    chinese = explain(warning.refusal(), "zh")
    assert "“法治培训/讲座（对内）”" in chinese and "不按数量计分" in chinese and "覆盖、时限、办结或者质量" in chinese


def test_every_kind_of_rule_that_can_reward_volume_is_tried() -> None:
    assert set(SCORED_BY) == set(ACTIVITY_SCORED) < set(RULE_KINDS)


def test_whatever_metric_or_rate_is_neutral_is_warned_of_and_no_other(catalogue: Catalogue, example: Rubric) -> None:
    line = example.item_of["contracts"]
    assert line.rule
    for kind, metrics in (("metric", catalogue.metrics), ("derived", catalogue.progress.derived)):
        for each in metrics:
            rule = replace(line.rule, source=Source(kind, each.metric_id))
            fed = replace(example, items=(replace(line, rule=rule),))
            warned = list(rubric_warnings(replace(catalogue, rubrics=(fed,))))
            assert len(warned) == (each.direction == "neutral"), each.metric_id


def test_a_deduction_for_what_must_not_happen_isn_t_warned_of(folder: Path) -> None:
    change(folder / EXAMPLE, OCCURRENCE, OCCURRENCE.replace("reconsideration_corrections", "reconsideration_cases"))
    assert list(rubric_warnings(load_catalogue(folder))) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "按“法治培训/讲座（对内）”计分，这是工作量"), ("en", "scored by In-house legal trainings and lectures")],
)
def test_a_rubric_that_scores_activity_is_told_by_check_and_not_refused(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    scored_by("ratio", folder)
    monkeypatch.setenv("FAZHI_DATA", str(folder.parent))
    monkeypatch.setenv("FAZHI_LANGUAGE", language)
    (folder.parent / "documents").mkdir()
    answer = run("check")
    assert answer.exit_code == 0 and answer.stdout.splitlines()[-1].startswith("ok: ")
    [warning] = [line for line in answer.stdout.splitlines() if line.startswith("warning: ")]
    assert f"{EXAMPLE}: contracts.rule" in warning and said in warning


def test_check_warns_of_nothing_in_the_shipped_rubrics(run: Any) -> None:
    answer = run("check")
    assert answer.exit_code == 0 and answer.stdout.startswith("ok: ") and "warning" not in answer.output


def test_a_rubric_comes_back_from_its_content_with_its_version(catalogue: Catalogue) -> None:
    for each in catalogue.rubrics:
        again = rubric_of(each.content)
        assert again == each and again.version == each.version and again.content == each.content


def test_the_version_names_the_content_whatever_way_it_is_written(folder: Path, example: Rubric) -> None:
    change(folder / EXAMPLE, "# The lines of the example", "# Lines")
    change(folder / HEADS, "  decimals: 2\n", "")
    assert load_catalogue(folder).rubrics[0] == example


def _parts(value: Any, path: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Where every single value of a content stands."""
    if isinstance(value, dict):
        return [each for key, under in value.items() for each in _parts(under, (*path, key))]
    if isinstance(value, list):
        return [each for at, under in enumerate(value) for each in _parts(under, (*path, at))]
    return [tuple(path)]


def _otherwise(path: tuple[Any, ...], value: Any) -> Any:
    """Another value that can stand at a place."""
    others = {"kind": "own", "rounding": "up", "ties": "refuse", "due": "05-01", "begun": "in_part"}
    if "rule" in path and path[-1] == "kind":
        return "judgement" if value != "judgement" else "ratio"
    if path[-1] == "source":
        return "counted" if value == "report_published" else "report_published"
    if path[-1] in others:
        return others[path[-1]]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value - 1
    try:
        return str(Decimal(value) / 2 or 1)
    except ArithmeticError:
        return f"{value}_x" if value.isascii() and " " not in value else f"{value}改"


def test_another_value_anywhere_in_a_rubric_is_another_version(example: Rubric) -> None:
    places = _parts(example.content)
    versions = {example.version}
    for path in places:
        content: Any = deepcopy(example.content)
        at = content
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = _otherwise(path, at[path[-1]])
        versions.add(rubric_of(content).version)
    assert len(versions) == len(places) + 1 > 200


def test_a_line_less_more_or_elsewhere_is_another_version(example: Rubric) -> None:
    whole: Any = deepcopy(example.content)
    less, moved, more = deepcopy(whole), deepcopy(whole), deepcopy(whole)
    less["items"].pop()
    moved["items"].append(moved["items"].pop(-2))
    more["items"].append({**more["items"][-1], "id": "another"})
    assert len({rubric_of(each).version for each in (whole, less, moved, more)}) == 4


def test_a_veto_is_off_as_shipped_and_holds_by_the_document_that_is_named(folder: Path, example: Rubric) -> None:
    assert [each.rule.is_on for each in example.scored if each.is_veto and each.rule] == [False]
    change(folder / EXAMPLE, VETO, "rule: {kind: veto, source: counted, on: true, order: 区法办〔2024〕1号}")
    [veto] = [each.rule for each in load_catalogue(folder).rubrics[0].scored if each.is_veto and each.rule]
    assert veto.is_on and veto.order == "区法办〔2024〕1号"


def test_all_faults_of_a_rubric_are_named_at_once(folder: Path) -> None:
    change(folder / EXAMPLE, "{derived: contract_review_rate}, bar: 100", "{derived: contracts}, bar: 0")
    change(folder / HEADS, "veto_grade: fail", "veto_grade: failed")
    faults = refused(folder)
    assert faults.parts["count"] == 3
    assert all(word in str(faults) for word in ("'contracts'", "above 0", "'failed'"))


def test_a_rubric_whose_lines_are_nowhere_says_that_they_come_to_nothing(folder: Path) -> None:
    (folder / EXAMPLE).unlink()
    assert "the lines under it come to 0: make them come to 100" in str(refused(folder))
