"""The real catalogue keeps its promises; each broken alone is refused with where, what and what to write.

Longer than other files because it is a list of cases.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.catalogue import catalogue_files, load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import CatalogueRefused, MissingFile


@pytest.fixture
def folder(repository: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))


def change(file: Path, old: str, new: str, *, times: int = 1) -> None:
    """Put `new` for the first `old`; a test whose `old` is gone fails instead of proving nothing."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer has {old!r}"
    file.write_text(text.replace(old, new, times), encoding="utf-8")


@dataclass(frozen=True)
class Broken:
    """One promise broken: `new` instead of `old` in `file` (appended where `old` is empty)."""

    file: str
    old: str
    new: str
    says: tuple[str, ...]


BROKEN = {
    "a practice with an unknown metric": Broken(
        "practices.yml",
        "metrics: [law_trainings]",
        "metrics: [law_lectures]",
        ("practices.yml", "legal_training.metrics", "unknown id 'law_lectures'", "use an id of metrics"),
    ),
    "a problem with an unknown goal": Broken(
        "problems.yml",
        "goals: [goal_3]",
        "goals: [goal_9]",
        ("problems.yml", "publicity_reach.goals", "unknown id 'goal_9'", "use an id of goals.yml"),
    ),
    "a problem of an unknown organisation": Broken(
        "problems.yml",
        "organisation: longjin",
        "organisation: longjing",
        ("problems.yml", "team_capacity.organisation", "'longjing'", "organisations.yml"),
    ),
    "a goal of an unknown organisation": Broken(
        "goals.yml",
        "organisation: longjin",
        "organisation: longjing",
        ("goals.yml", "goal_1.organisation", "'longjing'", "organisations.yml"),
    ),
    "an unknown highlight": Broken(
        "highlights.yml",
        "",
        "\n- law_lectures\n",
        ("highlights.yml", "unknown id 'law_lectures'", "use an id of metrics"),
    ),
    "a doubled highlight": Broken(
        "highlights.yml",
        "",
        "\n- street_occupation_cases\n- street_occupation_cases\n",
        ("highlights.yml", "street_occupation_cases", "times", "an id of its own"),
    ),
    "an unknown owner": Broken(
        "metrics/enforcement.yml",
        "owner: enforcement_office",
        "owner: the_office",
        ("metrics/enforcement.yml", "street_occupation_cases.owner", "'the_office'", "owners.yml"),
    ),
    "an unknown parent": Broken(
        "organisations.yml",
        "parent: liwan",
        "parent: yuexiu",
        ("organisations.yml", "longjin.parent", "'yuexiu'", "use an id of organisations.yml"),
    ),
    "a rule for an unknown metric": Broken(
        "lookups/matching/training.yml",
        "",
        "\nlaw_lectures:\n  - near: [法律讲堂]\n",
        ("lookups/matching", "unknown id 'law_lectures'", "use an id of metrics"),
    ),
    "a metric without a rule": Broken(
        "metrics/petitions.yml",
        "",
        "- {id: petitions_by_post, name: {zh: 来信, en: Letters}, units: [件], kind: flow, direction: neutral,"
        " owner: peace_office}\n",
        ("metrics/petitions.yml", "petitions_by_post", "no text can be matched", "lookups/matching/petitions.yml"),
    ),
    "a doubled metric id": Broken(
        "metrics/petitions.yml",
        "",
        "- {id: contracts_reviewed, name: {zh: 合同, en: Contracts}, units: [份], kind: flow, direction: neutral,"
        " owner: peace_office}\n",
        ("metrics", "contracts_reviewed", "the id 2 times", "an id of its own"),
    ),
    "a doubled goal id": Broken(
        "goals.yml", "- id: goal_2", "- id: goal_1", ("goals.yml", "goal_1", "the id 2 times", "an id of its own")
    ),
    "a doubled owner id": Broken(
        "owners.yml",
        "",
        "- {id: justice_office, name: {zh: 司法所, en: Judicial Office}}\n",
        ("owners.yml", "justice_office", "the id 2 times"),
    ),
    "two goals in one place of a report": Broken(
        "goals.yml", "order: 2", "order: 1", ("goals.yml", "longjin 2023", "order 1 2 times", "1, 2, 3")
    ),
    "a doubled key in an entry": Broken(
        "organisations.yml",
        "  level: city",
        "  level: city\n  level: district",
        ("organisations.yml", "'level' stands twice", "each key once"),
    ),
    "a doubled metric among rules": Broken(
        "lookups/matching/petitions.yml",
        "",
        "petitions:\n  - near: [信访]\n",
        ("petitions.yml", "'petitions' stands twice", "each key once"),
    ),
    "a missing English name": Broken(
        "themes.yml",
        "name: {zh: 营商环境, en: Business environment}",
        "name: {zh: 营商环境}",
        ("themes.yml", "business.name.en", "Field required"),
    ),
    "an empty English name": Broken(
        "themes.yml",
        "en: Business environment",
        "en: ' '",
        ("themes.yml", "business.name.en", "at least 1 character"),
    ),
    "Chinese in an English name": Broken(
        "themes.yml",
        "en: Business environment",
        "en: 营商环境",
        ("themes.yml", "business.name.en", "营商环境", "write the English text here"),
    ),
    "no Chinese in a Chinese name": Broken(
        "themes.yml",
        "zh: 营商环境",
        "zh: Business",
        ("themes.yml", "business.name.zh", "Business", "write the Chinese text here"),
    ),
    "Chinese in an English part of a goal": Broken(
        "goals.yml",
        "en: Make use of assessment",
        "en: 考核",
        ("goals.yml", "goal_1.parts.en", "考核", "write the English text here"),
    ),
    "an unknown kind": Broken(
        "metrics/business.yml", "kind: flow", "kind: stream", ("business.yml", "kind", "'stream'", "'flow', 'stock'")
    ),
    "a stock of money without 元": Broken(
        "metrics/business.yml",
        "kind: flow",
        "kind: money",
        ("metrics/business.yml", "enterprise_law_services.units", "a money is counted in 元"),
    ),
    "an unknown direction": Broken(
        "metrics/business.yml",
        "direction: neutral",
        "direction: up",
        ("business.yml", "direction", "'up'", "higher_is_better"),
    ),
    "no direction": Broken(
        "metrics/business.yml",
        "  direction: neutral\n",
        "",
        ("business.yml", "enterprise_law_services.direction", "Field required"),
    ),
    "a rate counted in 件": Broken(
        "metrics/petitions.yml",
        "units: ['%']",
        "units: [件]",
        ("metrics/petitions.yml", "petition_on_time_rate.units", "件", "a rate is counted in % or ‰"),
    ),
    "a flow counted in %": Broken(
        "metrics/petitions.yml",
        "kind: rate",
        "kind: flow",
        ("metrics/petitions.yml", "petition_on_time_rate.kind", "flow", "write kind rate for %"),
    ),
    "a counter that isn't listed": Broken(
        "metrics/petitions.yml",
        "units: [件]",
        "units: [桩]",
        ("metrics/petitions.yml", "petitions.units", "'桩'", "lookups/counters.yml"),
    ),
    "a goal for another year than the next": Broken(
        "goals.yml",
        "target_year: 2024",
        "target_year: 2025",
        ("goals.yml", "goal_1.target_year", "2025", "a goal of report 2023 is for 2024"),
    ),
    "an unknown key": Broken(
        "themes.yml",
        "name: {zh: 营商环境",
        "colour: red, name: {zh: 营商环境",
        ("themes.yml", "business.colour", "'red'", "Extra inputs are not permitted"),
    ),
    "an id in capitals": Broken(
        "themes.yml", "id: business", "id: Business", ("themes.yml", "Business.id", "'Business'", "should match")
    ),
    "a key result without the direction of its target": Broken(
        "key_results.yml",
        "  kind: keep_at_least\n",
        "",
        ("key_results.yml", "g1_officer_publicity.kind", "nothing", "say which way the target is met", "keep_at_most"),
    ),
    "a baseline after its target": Broken(
        "key_results.yml",
        "baseline: zero",
        "baseline: {year: 2025}",
        ("key_results.yml", "g1_online_handling.baseline.year", "2025", "write a year before the target's, 2024"),
    ),
    "a key result due before the source year": Broken(
        "key_results.yml",
        "due: 2024-06-30",
        "due: 2022-06-30",
        ("key_results.yml", "g1_officer_publicity.due", "2022-06-30", "from 2024-01-01 on"),
    ),
    "a key result without a due date": Broken(
        "key_results.yml",
        "  due: 2024-06-30\n  frequency: quarter",
        "  frequency: quarter",
        ("key_results.yml", "g1_officer_publicity.due", "nothing", "such as 2024-12-31"),
    ),
    "a formula that divides by a missing part": Broken(
        "derived.yml",
        "denominator: enforcement_officers",
        "denominator: officers",
        ("derived.yml", "officer_publicity_rate.denominator", "unknown id 'officers'", "use an id of metrics"),
    ),
    "a formula without a part": Broken(
        "derived.yml",
        "  denominator: enforcement_officers\n",
        "",
        ("derived.yml", "officer_publicity_rate.denominator", "Field required"),
    ),
    "a formula that divides a rate": Broken(
        "derived.yml",
        "numerator: officers_published",
        "numerator: law_exam_completion_rate",
        ("derived.yml", "officer_publicity_rate.numerator", "a rate", "divide one count"),
    ),
    "a formula that divides a metric by itself": Broken(
        "derived.yml",
        "numerator: officers_published",
        "numerator: enforcement_officers",
        ("derived.yml", "officer_publicity_rate", "divided by itself", "two different metrics"),
    ),
    "a derived metric with a metric's id": Broken(
        "derived.yml",
        "id: officer_publicity_rate",
        "id: contracts_reviewed",
        ("derived.yml", "contracts_reviewed", "the id 2 times", "an id of its own"),
    ),
    "a derived metric without a direction": Broken(
        "derived.yml",
        "  direction: higher_is_better\n",
        "",
        ("derived.yml", "officer_publicity_rate.direction", "Field required"),
    ),
    "a comparison by an unknown denominator": Broken(
        "peers.yml",
        "denominator: residents",
        "denominator: people",
        ("peers.yml", "per_10k_residents.denominator", "unknown id 'people'", "use an id of metrics"),
    ),
    "a comparison by what is counted over a year": Broken(
        "peers.yml",
        "denominator: residents",
        "denominator: petitions",
        ("peers.yml", "per_10k_residents.denominator", "a flow", "a state at a date"),
    ),
    "two bases of one name": Broken(
        "peers.yml", "id: per_officer", "id: per_community", ("peers.yml", "per_community", "the id 2 times")
    ),
    "two milestones on one day": Broken(
        "key_results.yml",
        "due: 2024-05-31, share: 25",
        "due: 2024-06-26, share: 25",
        ("key_results.yml", "g3_campaigns.milestones", "2 on 2024-06-26", "a day of its own"),
    ),
    "a milestone after its key result": Broken(
        "key_results.yml",
        "due: 2024-06-30, share: 75",
        "due: 2025-06-30, share: 75",
        ("key_results.yml", "g3_campaigns.milestones", "2025-06-30", "to 2024-12-07"),
    ),
    "milestones that fall back": Broken(
        "key_results.yml",
        "due: 2024-06-30, share: 75",
        "due: 2024-06-30, share: 40",
        ("key_results.yml", "g3_campaigns.milestones", "40 on 2024-06-30 after 50", "rise toward 100"),
    ),
    "milestones that never arrive": Broken(
        "key_results.yml",
        "due: 2024-12-07, share: 100",
        "due: 2024-12-07, share: 90",
        ("key_results.yml", "g3_campaigns.milestones", "90 on the last day", "100"),
    ),
    "milestones that aren't there": Broken(
        "key_results.yml",
        "  milestones:\n    - {due: 2024-03-31, share: 50, name: {zh: 机制文件印发, en: Document issued}}\n"
        "    - {due: 2024-06-30, share: 100, name: {zh: 首件协同事项办结, en: First joint matter closed}}\n",
        "",
        ("key_results.yml", "g1_coordination.milestones", "none", "at least one milestone"),
    ),
    "an impossible day": Broken(
        "key_results.yml",
        "due: 2024-06-30",
        "due: 2024-06-31",
        ("key_results.yml", "line 12", "2024-06-31 is no day", "valid YAML"),
    ),
    "a key result of an unknown goal": Broken(
        "key_results.yml",
        "goal: goal_1",
        "goal: goal_7",
        ("key_results.yml", "g1_officer_publicity.goal", "unknown id 'goal_7'", "goals.yml"),
    ),
    "a key result measured by an unknown metric": Broken(
        "key_results.yml",
        "{metric: repeat_sites}",
        "{metric: sites}",
        ("key_results.yml", "g1_repeat_sites.measure", "unknown id 'sites'", "metrics"),
    ),
    "a key result measured by two things": Broken(
        "key_results.yml",
        "{metric: repeat_sites}",
        "{metric: repeat_sites, practice: legal_training}",
        ("key_results.yml", "g1_repeat_sites.measure", "exactly one of metric, derived, practice"),
    ),
    "a key result measured by a window of years": Broken(
        "key_results.yml",
        "{metric: repeat_sites}",
        "{metric: recruits_window}",
        ("key_results.yml", "g1_repeat_sites.measure", "recruits_window, a window", "a figure of one year"),
    ),
    "a practice held against a figure": Broken(
        "key_results.yml",
        "measure: {practice: legal_training}",
        "measure: {metric: law_trainings}",
        ("key_results.yml", "g2_monthly_lecture.measure", "metric for every_period", "by a practice"),
    ),
    "a target over 100 %": Broken(
        "key_results.yml",
        "target: {value: 100",
        "target: {value: 101",
        ("key_results.yml", "g1_officer_publicity.target.value", "101", "from 0 to 100"),
    ),
    "a target below zero": Broken(
        "key_results.yml",
        "target: {value: 100",
        "target: {value: -1",
        ("key_results.yml", "g1_officer_publicity.target.value", "-1", "greater than or equal to 0"),
    ),
    "a level to keep without the level": Broken(
        "key_results.yml",
        "target: {value: 100, state: proposed, reason: {zh: 目标中已点明此项，人数",
        "target: {state: proposed, reason: {zh: 目标中已点明此项，人数",
        ("key_results.yml", "g1_officer_publicity.target", "no value", "keep_at_least is held against"),
    ),
    "two targets in one": Broken(
        "key_results.yml",
        "{change_percent: -20,",
        "{value: 4, change_percent: -20,",
        ("key_results.yml", "g1_repeat_sites.target", "value and change_percent", "one of the two"),
    ),
    "a rise for a reduction": Broken(
        "key_results.yml",
        "change_percent: -20",
        "change_percent: 20",
        ("key_results.yml", "g1_repeat_sites.target.change_percent", "20 for reduce", "negative one for reduce"),
    ),
    "a way without its beginning": Broken(
        "key_results.yml",
        "  baseline: zero\n",
        "",
        ("key_results.yml", "g1_online_handling.baseline", "nothing", "zero, {year: YYYY} or first_year"),
    ),
    "a reduction from zero": Broken(
        "key_results.yml",
        "baseline: first_year",
        "baseline: zero",
        ("key_results.yml", "g1_repeat_sites.baseline", "zero", "the year that the figure comes down from"),
    ),
    "a beginning of a level to keep": Broken(
        "key_results.yml",
        "  measure: {derived: officer_publicity_rate}\n",
        "  measure: {derived: officer_publicity_rate}\n  baseline: zero\n",
        ("key_results.yml", "g1_officer_publicity.baseline", "zero", "leave it out"),
    ),
    "Chinese in the English reason of a target": Broken(
        "key_results.yml",
        "en: The level of 2023",
        "en: 保持",
        ("key_results.yml", "g2_law_exam.target.reason.en", "保持", "write the English text here"),
    ),
    "a doubled key result": Broken(
        "key_results.yml",
        "id: g1_online_handling",
        "id: g1_officer_publicity",
        ("key_results.yml", "g1_officer_publicity", "the id 2 times", "an id of its own"),
    ),
    "a statutory date that isn't a day": Broken(
        "statutory_dates.yml",
        '"04-01"',
        '"04-31"',
        ("statutory_dates.yml", "annual_report.day", "'04-31'", "day is out of range"),
    ),
    "a statutory date of an unknown owner": Broken(
        "statutory_dates.yml",
        "owner: peace_office",
        "owner: the_office",
        ("statutory_dates.yml", "drug_control_day.owner", "'the_office'", "owners.yml"),
    ),
    "a label of a table for an unknown metric": Broken(
        "lookups/tables.yml",
        "  penalty_warning:",
        "  penalty_warnings:",
        ("lookups/tables.yml", "unknown id 'penalty_warnings'", "use an id of metrics"),
    ),
    "a label of a table that leads to two metrics": Broken(
        "lookups/tables.yml",
        "labels: [行政拘留, 拘留]",
        "labels: [行政拘留, 警告]",
        (
            "lookups/tables.yml",
            "metrics.penalty_warning, metrics.penalty_detention",
            "'警告' in both",
            "different titles",
        ),
    ),
    "a label of a table that no metric counts and one does": Broken(
        "lookups/tables.yml",
        "labels: [行政拘留, 拘留]",
        "labels: [行政拘留, 立案]",
        ("lookups/tables.yml", "no_metric", "'立案' in both", "leads nowhere"),
    ),
    "a label of a table twice": Broken(
        "lookups/tables.yml",
        "labels: [行政拘留, 拘留]",
        "labels: [拘留, 拘留]",
        ("lookups/tables.yml", "metrics.penalty_detention", "'拘留' 2 times", "write it once"),
    ),
    "a label of a table that is a filler": Broken(
        "lookups/tables.yml",
        "labels: [行政拘留, 拘留]",
        "labels: [行政拘留, 数量]",
        ("lookups/tables.yml", "metrics.penalty_detention", "'数量' among fillers", "tells no metric"),
    ),
    "a rule for tables without a label": Broken(
        "lookups/tables.yml",
        "labels: [行政拘留, 拘留]",
        "labels: []",
        ("tables.yml", "metrics.penalty_detention", "labels", "at least 1 item"),
    ),
    "a missing threshold": Broken(
        "status_rules.csv",
        "at_risk_from,",
        "at_risk_form,",
        ("status_rules.csv", "at_risk_from", "no line", "add the line"),
    ),
    "thresholds in the wrong order": Broken(
        "status_rules.csv",
        "at_risk_from,0.8",
        "at_risk_from,1.8",
        ("status_rules.csv", "at_risk_from", "1.8 over on_track_from 1", "up to on_track_from"),
    ),
    "no day by which a year's report is due": Broken(
        "statutory_dates.yml",
        "id: annual_report",
        "id: yearly_report",
        ("statutory_dates.yml", "annual_report", "no such date", "add the day"),
    ),
    "bad YAML": Broken("owners.yml", "", "- {id: x, name: {zh: [\n", ("owners.yml", "line ", "write valid YAML")),
    "a file that is a mapping": Broken(
        "themes.yml", "- {id: leadership", "x: 1\n# {id: leadership", ("themes.yml", "write valid YAML")
    ),
}


def test_the_real_catalogue_keeps_all_its_promises(catalogue: Catalogue) -> None:
    assert len(catalogue.themes) == 14
    assert len(catalogue.metrics) > 200
    assert (len(catalogue.practices), len(catalogue.problems), len(catalogue.goals)) == (23, 3, 3)
    assert {metric.theme_id for metric in catalogue.metrics} == {theme.theme_id for theme in catalogue.themes}


def test_metrics_come_in_the_order_of_their_themes(catalogue: Catalogue) -> None:
    order = [theme.theme_id for theme in catalogue.themes]
    places = [order.index(metric.theme_id) for metric in catalogue.metrics]
    assert places == sorted(places)


def test_every_rule_of_the_real_catalogue_can_be_met(catalogue: Catalogue) -> None:
    """A rule that forbids a word of its own `near` could never fire on that word."""
    dead = [
        (rule.metric_id, near, forbidden)
        for rule in catalogue.rules
        for near in rule.near
        for forbidden in rule.forbidden
        if any(forbidden in part for part in near.split("…"))
    ]
    assert dead == []


@pytest.mark.parametrize(
    "broken",
    [pytest.param(broken, id=name) for name, broken in BROKEN.items()],
)
def test_a_broken_promise_is_refused_with_file_key_and_what_to_write(broken: Broken, folder: Path) -> None:
    file = folder / broken.file
    if broken.old:
        change(file, broken.old, broken.new)
    else:
        file.write_text(file.read_text(encoding="utf-8") + broken.new, encoding="utf-8")
    with pytest.raises(CatalogueRefused) as refusal:
        load_catalogue(folder)
    faults = str(refusal.value).splitlines()
    assert any(all(word in fault for word in broken.says) for fault in faults), "\n".join(faults)


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    file = folder / "owners.yml"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(CatalogueRefused, match=r"owners\.yml: byte \d+: found not UTF-8: save the file as UTF-8"):
        load_catalogue(folder)


def test_all_faults_are_named_at_once(folder: Path) -> None:
    change(folder / "problems.yml", "goals: [goal_3]", "goals: [goal_9]")
    change(folder / "practices.yml", "metrics: [law_trainings]", "metrics: [law_lectures]")
    with pytest.raises(CatalogueRefused, match="2 fault") as refusal:
        load_catalogue(folder)
    assert all(word in str(refusal.value) for word in ("goal_9", "law_lectures"))


@pytest.mark.parametrize(
    "name", ["themes.yml", "goals.yml", "lookups/counters.yml", "key_results.yml", "status_rules.csv"]
)
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(MissingFile, match=Path(name).name):
        load_catalogue(folder)


def test_an_empty_file_is_a_fault_and_not_an_empty_list(folder: Path) -> None:
    (folder / "goals.yml").write_text("# nothing here\n", encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=r"goals\.yml: the file"):
        load_catalogue(folder)


def test_the_catalogues_files_come_in_one_order(folder: Path) -> None:
    files = catalogue_files(folder)
    assert files == sorted(files)
    assert {"themes.yml", "counters.yml", "enforcement.yml"} <= {file.name for file in files}
