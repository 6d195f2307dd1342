"""The real catalogue keeps its promises; each broken alone is refused with where, what and what to write."""

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
    faults = str(refusal.value.parts["faults"]).splitlines()
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


@pytest.mark.parametrize("name", ["themes.yml", "owners.yml", "goals.yml", "lookups/counters.yml"])
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
