"""The real ledgers keep their promises; each broken alone is refused with where, what and what to write.

Longer than other files because it is a list of cases.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import CatalogueRefused
from pipelines.domain.ledgers import normal_header


@pytest.fixture
def folder(repository: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))


@dataclass(frozen=True)
class Broken:
    """One promise broken: `new` instead of `old` in a ledger's file (appended where `old` is empty)."""

    ledger: str
    old: str
    new: str
    says: tuple[str, ...]


BROKEN = {
    "an unknown owner": Broken(
        "trainings", "owner: justice_office", "owner: the_office", ("owner", "'the_office'", "owners.yml")
    ),
    "a key that is no column": Broken(
        "contracts", "key: [contract_no]", "key: [number]", ("key", "unknown id 'number'", "use an id of columns")
    ),
    "a breakdown that is no column": Broken(
        "contracts", "breakdowns: [kind]", "breakdowns: [street]", ("breakdowns", "unknown id 'street'", "columns")
    ),
    "rows borrowed from no ledger": Broken(
        "publicity_events",
        "ledger: trainings",
        "ledger: lectures",
        ("borrows.lectures", "unknown id 'lectures'", "ledgers"),
    ),
    "rows borrowed by no column": Broken(
        "publicity_events",
        "event_no: session_no",
        "event_no: meeting_no",
        ("borrows.trainings", "unknown id 'meeting_no'", "ledgers/trainings.yml: columns"),
    ),
    "rows borrowed without their date": Broken(
        "publicity_events",
        "held_on: held_on, ",
        "",
        ("borrows.trainings", "no held_on", "which column of the other ledger"),
    ),
    "a text borrowed from a date": Broken(
        "publicity_events", "title: topic", "title: held_on", ("borrows.trainings", "title, a text", "pair equal types")
    ),
    "a date that is no column": Broken(
        "contracts", "date: received_on", "date: came_on", ("date", "unknown id 'came_on'", "columns")
    ),
    "a date that is a text": Broken(
        "contracts", "date: received_on", "date: kind", ("date", "kind, a text", "type date")
    ),
    "a key that may be empty": Broken(
        "contracts",
        "en: Contract no.}, required: true",
        "en: Contract no.}",
        ("columns.contract_no.required", "nothing", "write required: true"),
    ),
    "a date that may be empty": Broken(
        "contracts",
        "type: date, required: true, aliases: [收到日期",
        "type: date, aliases: [收到日期",
        ("columns.received_on.required", "write required: true"),
    ),
    "a breakdown by what isn't kept": Broken(
        "contracts", "breakdowns: [kind]", "breakdowns: [counterpart]", ("breakdowns", "counterpart, which isn't kept")
    ),
    "a key that isn't kept": Broken(
        "contracts", "key: [contract_no]", "key: [contract_no, counterpart]", ("key", "counterpart, which isn't kept")
    ),
    "a choice without choices": Broken(
        "contracts",
        "aliases: [类别, 合同类型]",
        "type: choice, aliases: [类别, 合同类型]",
        ("columns.kind.choices", "choice", "list choices"),
    ),
    "choices of a text": Broken(
        "contracts",
        "aliases: [类别, 合同类型], example: 采购}",
        "choices: {buying: {zh: 采购, en: Buying}}, example: 采购}",
        ("columns.kind.choices", "text", "list choices for a column of type choice"),
    ),
    "a date not before a text": Broken(
        "contracts",
        "not_before: received_on",
        "not_before: kind",
        ("columns.reviewed_on.not_before", "kind, a text", "type date"),
    ),
    "a date not before no column": Broken(
        "contracts",
        "not_before: received_on",
        "not_before: came_on",
        ("columns.reviewed_on.not_before", "unknown id 'came_on'", "columns"),
    ),
    "a text not before a date": Broken(
        "contracts",
        "example: 采购}",
        "example: 采购, not_before: received_on}",
        ("columns.kind.not_before", "kind, a text", "type date"),
    ),
    "bounds of a text": Broken(
        "contracts",
        "example: 采购}",
        "example: 采购, least: 0}",
        ("columns.kind.least", "text", "whole, number and money"),
    ),
    "a header of two columns": Broken(
        "contracts",
        "aliases: [类别, 合同类型]",
        "aliases: [问题数]",
        ("columns.problems.aliases", "'问题数'", "kind is found by it"),
    ),
    "a header of two columns but for its blanks and marks": Broken(
        "contracts",
        "aliases: [类别, 合同类型]",
        "aliases: ['合同 金额*']",
        ("columns.amount.aliases", "'合同金额'", "kind is found by it"),
    ),
    "a word of two choices": Broken(
        "disclosure_items",
        "aliases: [依申请]",
        "aliases: [重大决策]",
        ("columns.kind.choices", "'重大决策'", "one choice only"),
    ),
    "an unknown practice": Broken(
        "trainings",
        "practice: legal_training",
        "practice: law_lectures",
        ("practices", "'law_lectures'", "practices.yml"),
    ),
    "a practice dated by a text": Broken(
        "trainings",
        "{practice: legal_training}",
        "{practice: legal_training, dated: topic}",
        ("practices.legal_training.dated", "topic, a text", "type date"),
    ),
    "an unknown metric": Broken(
        "petitions", "metric: petitions}", "metric: letters}", ("counts.letters", "unknown id 'letters'", "metrics")
    ),
    "members of no column": Broken(
        "trainings",
        "{metric: law_trainings, distinct: session_no",
        "{metric: law_trainings, distinct: lesson",
        ("counts.law_trainings", "unknown id 'lesson'"),
    ),
    "a sum of no column": Broken(
        "inspections", "sum: fixed", "sum: mended", ("counts.problems_fixed_on_site", "unknown id 'mended'", "columns")
    ),
    "a sum of a text": Broken(
        "inspections",
        "sum: fixed",
        "sum: field",
        ("counts.problems_fixed_on_site", "a sum of field, a text", "whole, number, money"),
    ),
    "a sum of texts that is to reach a number": Broken(
        "trainings",
        "sum: hours",
        "sum: topic",
        ("counts.officers_60_hours", "a sum of topic, a text", "whole, number, money"),
    ),
    "an end that is a text": Broken(
        "office_towers",
        "until: [ended_on]",
        "until: [community]",
        ("counts.towers_listed", "community, a text", "type date"),
    ),
    "a term of a text": Broken(
        "penalty_cases",
        "where: {must_publish: true}, settled: {of: decided_on",
        "where: {must_publish: true}, settled: {of: cause",
        ("counts.decisions_due_publicity", "cause, a text", "type date"),
    ),
    "a count dated by a text": Broken(
        "petitions",
        "{metric: petitions}",
        "{metric: petitions, dated: kind}",
        ("counts.petitions.dated", "kind, a text", "type date"),
    ),
    "a flow counted as what stands": Broken(
        "petitions",
        "{metric: petitions}",
        "{metric: petitions, standing: {}}",
        ("counts.petitions", "standing for a flow", "rows, sum, distinct"),
    ),
    "money counted by rows": Broken(
        "penalty_cases",
        "{metric: penalty_amount, dated: decided_on, sum: amount, blank_is_zero: true}",
        "{metric: penalty_amount}",
        ("counts.penalty_amount", "rows for a money", "by sum"),
    ),
    "a unit that the metric lacks": Broken(
        "contracts", "unit: 份", "unit: 斤", ("counts.contracts_reviewed.unit", "斤", "use one of")
    ),
    "money summed from what is none": Broken(
        "penalty_cases",
        "amount: {name: {zh: 罚没金额, en: Amount}, type: money",
        "amount: {name: {zh: 罚没金额, en: Amount}, type: number",
        ("counts.penalty_amount", "amount, a number", "type money"),
    ),
    "a condition on no column": Broken(
        "inspections",
        "where: {form: [joint]}",
        "where: {way: [joint]}",
        ("counts.joint_enforcement.where.way", "unknown id 'way'"),
    ),
    "a condition on what isn't kept": Broken(
        "inspections",
        "where: {form: [joint]}",
        "where: {place: filled}",
        ("where.place", "place, which isn't kept", "kept as it is"),
    ),
    "a condition on no choice": Broken(
        "inspections",
        "where: {form: [joint]}",
        "where: {form: [alone]}",
        ("where.form", "unknown id 'alone'", "columns.form.choices"),
    ),
    "a text that is to be true": Broken(
        "inspections", "where: {form: [joint]}", "where: {field: true}", ("where.field", "unknown id 'true'")
    ),
    "a text of a least number": Broken(
        "inspections",
        "where: {form: [joint]}",
        "where: {field: {at_least: 2}}",
        ("where.field", "text", "at_least is for whole"),
    ),
    "a term from a text": Broken(
        "penalty_cases",
        "published_on: {within_working_days: 7, of: decided_on}",
        "published_on: {within_working_days: 7, of: cause}",
        ("where.published_on", "cause, a text", "type date"),
    ),
    "a text not after a date": Broken(
        "contracts",
        "reviewed_on: {not_after: signed_on}",
        "kind: {not_after: signed_on}",
        ("where.kind", "kind, a text", "type date"),
    ),
    "two terms in one": Broken(
        "penalty_cases",
        "{within_days: 90, of: filed_on}",
        "{within_days: 90, within_working_days: 60, of: filed_on}",
        ("penalty_cases.yml", "one of within_days, within_working_days"),
    ),
    "a term without days": Broken(
        "penalty_cases",
        "settled: {of: decided_on, working_days: 7}",
        "settled: {of: decided_on}",
        ("penalty_cases.yml", "one of days, working_days"),
    ),
    "two ways of counting": Broken(
        "inspections",
        "sum: fixed, blank_is_zero: true, unit: 处",
        "sum: fixed, distinct: community, unit: 处",
        ("inspections.yml", "at most one of sum, distinct, reaching, standing"),
    ),
    "personal data kept for no reason": Broken(
        "contracts",
        "personal: {treat: drop}",
        "personal: {treat: keep}",
        ("contracts.yml", "the reason why personal data is kept (keep)"),
    ),
    "codes of persons for no reason": Broken(
        "contracts",
        "personal: {treat: drop}",
        "personal: {treat: pseudonym}",
        ("contracts.yml", "the reason", "pseudonym"),
    ),
    "an unknown type": Broken("contracts", "type: money", "type: cash", ("contracts.yml", "amount", "type")),
    "a word that nobody knows": Broken(
        "contracts", "retention_years: 10", "retention_years: 10\nkept_by: us", ("contracts.yml", "kept_by")
    ),
    "a ledger that is thrown away at once": Broken(
        "contracts", "retention_years: 10", "retention_years: 0", ("contracts.yml", "retention_years")
    ),
    "a name in one language": Broken(
        "contracts", "name: {zh: 合同审查台账, en: Contracts}", "name: {zh: 合同审查台账}", ("contracts.yml", "name")
    ),
}


@pytest.mark.parametrize("broken", [pytest.param(broken, id=name) for name, broken in BROKEN.items()])
def test_a_broken_promise_of_a_ledger_is_refused_with_file_key_and_what_to_write(broken: Broken, folder: Path) -> None:
    file = folder / "ledgers" / f"{broken.ledger}.yml"
    text = file.read_text(encoding="utf-8")
    assert broken.old in text, f"{file.name} no longer has {broken.old!r}"
    file.write_text(text.replace(broken.old, broken.new, 1), encoding="utf-8")
    with pytest.raises(CatalogueRefused) as refusal:
        load_catalogue(folder)
    faults = str(refusal.value).splitlines()
    assert any(all(word in fault for word in (file.name, *broken.says)) for fault in faults), "\n".join(faults)


def test_a_metric_that_only_a_ledger_counts_must_be_counted(folder: Path) -> None:
    file = folder / "ledgers" / "contracts.yml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "metric: contracts_due," not in line), encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=r"contracts_due.*no ledger counts.*add a count of it"):
        load_catalogue(folder)


def test_the_real_ledgers_tell_every_column_by_its_header_and_its_id(catalogue: Catalogue) -> None:
    """A column's id is taken for a header too, beside its names and aliases."""
    assert len(catalogue.ledgers) == 23
    for ledger in catalogue.ledgers:
        found: dict[str, str] = {}
        for column in ledger.columns:
            for text in {
                normal_header(each) for each in (column.name.zh, column.name.en, column.column_id, *column.aliases)
            }:
                assert found.setdefault(text, column.column_id) == column.column_id, (ledger.ledger_id, text)


def test_what_treats_personal_data_otherwise_than_dropping_it_is_a_text(catalogue: Catalogue) -> None:
    """Only texts are masked and told by codes; a phone number in a column of numbers would stay."""
    for ledger in catalogue.ledgers:
        for column in ledger.columns:
            assert column.personal in (None, "drop") or column.type == "text", (ledger.ledger_id, column.column_id)
