"""Sentences for people: both languages say the same things, and every refusal has words in both."""

import re
import string
from decimal import Decimal

import pytest

from pipelines.domain import errors
from pipelines.domain.errors import (
    BoardError,
    DecidedMeanwhile,
    NothingToUndo,
    NothingWaits,
    TaskMoved,
    UnknownItem,
)
from pipelines.domain.quantities import QUALIFIERS
from pipelines.domain.records import STATES
from pipelines.domain.register import Subject
from pipelines.jobs.supervision import FROM
from pipelines.warehouse import sql
from pipelines.wording import explain, figure, say, shown_value
from pipelines.wording.language import BASES
from pipelines.wording.sentences import sentences

REFUSALS = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, BoardError)]
REFUSALS.remove(BoardError)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_there_are_refusals_to_check() -> None:
    assert len(REFUSALS) >= 16
    assert set(BoardError.__subclasses__()) >= set(REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_has_a_chinese_sentence_with_the_same_parts(refusal: type[BoardError]) -> None:
    chinese = sentences("zh")[f"error.{refusal.__name__}"]
    assert placeholders(chinese) == placeholders(refusal.message)
    assert "where" in placeholders(refusal.message)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_can_be_said_in_both_languages(refusal: type[BoardError]) -> None:
    parts = {name: 0.25 if name == "share" else f"<{name}>" for name in placeholders(refusal.message)}
    error = refusal(**parts)
    said = {language: explain(error, language) for language in BASES}
    assert said["zh"] != said["en"] or refusal.message == "{where}: {found}. {todo}"
    for text in said.values():
        assert "{" not in text
        assert all(f"<{name}>" in text for name in parts if name != "share")
    assert said["en"] == str(error)


@pytest.mark.parametrize("state", ["assigned", "answered", "closed"])
@pytest.mark.parametrize("step", list(FROM))
def test_a_step_that_a_task_can_t_take_is_refused_without_codes(state: str, step: str) -> None:
    error = TaskMoved(where="补充执法人员", found=state, wanted=step)
    assert not re.search("[A-Za-z]", explain(error, "zh"))
    assert say(f"task.{state}", "en") in explain(error, "en") and say(f"task.step.{step}", "en") in explain(error, "en")


@pytest.mark.parametrize("kind", [*STATES, "task", "key_result", "organisation", "other"])
def test_what_isn_t_there_is_named_by_its_kind(kind: str) -> None:
    error = UnknownItem(where=Subject("task", "a1b2c3"), found=kind)
    assert not re.search("[A-Za-z]", explain(error, "zh"))
    assert "_" not in explain(error, "en") and "a1b2c3" not in explain(error, "en")


@pytest.mark.parametrize("kind", [*STATES, "task", "target", "figure", "quantity", "difference", "material", "hand"])
@pytest.mark.parametrize("refusal", [NothingToUndo, NothingWaits])
def test_a_subject_of_the_register_is_named_by_its_kind_and_keeps_its_id_for_the_log(
    refusal: type[BoardError], kind: str
) -> None:
    error = refusal(where=Subject(kind, "longjin/p1a2b3"))
    assert not re.search("[A-Za-z]", explain(error, "zh"))
    assert "longjin" not in explain(error, "en") and "longjin/p1a2b3" in str(error)


def test_who_decided_meanwhile_is_said_in_words_of_both_languages() -> None:
    error = DecidedMeanwhile(where=Subject("task", "a1"), who="local", at="2026-11-28 03:00", what="answered")
    assert explain(error, "zh").startswith("督办事项：本机用户 已于 2026-11-28 03:00（UTC）作出决定（反馈）")
    assert "Local user decided on this" in explain(error, "en") and "(answered)" in explain(error, "en")
    error = DecidedMeanwhile(where=Subject("problem", "a1"), who="local", at="2026-11-28 03:00", what="returned")
    assert "(sent back)" in explain(error, "en")


def test_no_chinese_refusal_is_left_over() -> None:
    known = {f"error.{refusal.__name__}" for refusal in REFUSALS}
    assert {key for key in sentences("zh") if key.startswith("error.")} == known


def test_both_languages_have_the_same_keys() -> None:
    keys = {language: {key for key in sentences(language) if not key.startswith("error.")} for language in BASES}
    assert keys["zh"] == keys["en"]
    assert len(keys["zh"]) > 40


@pytest.mark.parametrize("language", BASES)
def test_every_citation_names_the_organisation_the_metric_the_figure_and_a_date(language: str) -> None:
    citations = {key: placeholders(text) for key, text in sentences(language).items() if key.startswith("cite.")}
    source, ledgers = citations.pop("cite.source"), citations.pop("cite.ledger_source")
    assert {"title", "nature", "qualifier", "as_of", "review"} <= source
    assert ledgers == citations.pop("cite.hand_source") == source - {"nature"}
    assert len(citations) == 7
    for parts in citations.values():
        assert {"organisation", "metric", "figure"} < parts
        assert parts & {"year", "as_of"}


def test_english_sentences_have_no_chinese_in_them() -> None:
    assert [
        key for key, text in sentences("en").items() if any("\u4e00" <= character <= "\u9fff" for character in text)
    ] == []
    assert [key for key, text in sentences("zh").items() if text and "{" not in text and text.isascii()] == []
    assert len(sentences("zh")) > 100


def test_every_reason_and_state_that_the_sql_gives_has_words() -> None:
    # what only steers the status engine is never said; its answers and reasons are proved in tests/warehouse
    steering = ("staging.key_result", "staging.measure", "marts.goal_progress")
    text = " ".join(select for name, select in sql.tables() if not name.startswith(steering))
    said = {part for key in sentences("zh") for part in (key.split(".", 1)[1], key.rsplit(".", 1)[1])}
    given = set(re.findall(r"(?:then|else) '([a-z_]+)'", text)) - {"excerpt", "report", "none"}
    assert {"not_reported", "not_loaded", "only_window", "conflicting_values", "first_year", "repeated"} <= given
    assert given <= said


@pytest.mark.parametrize("qualifier", QUALIFIERS)
@pytest.mark.parametrize("language", BASES)
def test_every_qualifier_has_a_figure_and_a_name(qualifier: str, language: str) -> None:
    assert "7" in figure(Decimal(7), "件", qualifier, language)
    assert say(f"qualifier.{qualifier}", language)


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "zh", "en"),
    [
        (Decimal("43.0000"), "次", "at_least", "不少于43次", "at least 43"),
        (Decimal("100.0000"), "%", "exact", "100%", "100%"),
        (Decimal("1349.0000"), "宗", "exact", "1,349宗", "1,349"),
        (Decimal(12345), "人次", "exact", "12,345人次", "12,345"),
        (Decimal("97.9000"), "%", "about", "约97.9%", "about 97.9%"),
        (Decimal(5), "件", "at_most", "不超过5件", "at most 5"),
        (Decimal(0), "件", "implied", "0件", "0"),
        (Decimal("-0.0"), "%", "exact", "0%", "0%"),
        (Decimal("1E+5"), "元", "exact", "10万元", "100,000"),
        (1349.0, "宗", "exact", "1,349宗", "1,349"),
        (12000, "元", "exact", "1.2万元", "12,000"),
        (9999, "元", "exact", "9,999元", "9,999"),
        (61345, "元", "at_least", "不少于61,345元", "at least 61,345"),
        (Decimal("300000000"), "元", "about", "约3亿元", "about 300,000,000"),
        (Decimal("12345.67"), "元", "exact", "12,345.67元", "12,345.67"),
        (12000, "人次", "exact", "12,000人次", "12,000"),
    ],
)
def test_a_figure_reads_as_a_person_expects(value, unit: str, qualifier: str, zh: str, en: str) -> None:
    assert figure(value, unit, qualifier, "zh") == zh
    assert figure(value, unit, qualifier, "en") == en


def test_a_shown_value_keeps_the_counter_in_chinese_alone() -> None:
    assert (shown_value(9999, "件", "zh"), shown_value(10000, "件", "zh")) == ("9,999件", "10,000件")
    assert shown_value(9999, "件", "en") == "9,999"


def test_an_unknown_code_is_a_defect_and_not_a_message() -> None:
    with pytest.raises(KeyError):
        say("figure.roughly", "zh", number="7")


def test_every_reason_for_a_stated_metric_without_a_figure_has_a_short_word() -> None:
    (fact,) = [select for name, select in sql.tables() if name == "staging.fact"]
    reasons = set(re.findall(r"(?:then|else) '([a-z_]+)'", fact))
    assert len(reasons) == 4
    for language in BASES:
        assert {f"no_value.{reason}" for reason in reasons} <= sentences(language).keys()
