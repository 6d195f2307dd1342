"""版本差异: editions that wait for approval, what they change and what was accepted in them, and the two ways out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def with_candidate(root: Path) -> None:
    """A published edition, a figure that was accepted since, and a candidate that has it."""
    build(Settings(data=root), as_of=date(2025, 1, 31))
    row = open_board(root).observations("longjin", "law_trainings").iloc[0]
    Desk(Settings(data=root), Person()).decide(Looked(row["observation_id"], row["reading_hash"]), "accepted")
    build(Settings(data=root, approval=True), as_of=date(2025, 2, 28))


@pytest.fixture
def candidate(root_like: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> str:
    root = root_like("candidate", with_candidate)
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    (folder,) = (root / "warehouse" / "candidates").glob("2025-*")
    return folder.name


@BOTH
def test_a_candidate_is_compared_with_the_current_edition_and_approved(candidate: str, language: str) -> None:
    current = open_board().edition_id
    app = opened("changes", lang=language, edition=candidate, **{"with": current})
    said = words(app)
    assert {"zh": "待审定的数据版本（1个）", "en": "wait for approval (1)"}[language] in said
    assert {"zh": "尚未发布，仅供审定", "en": "it isn't published"}[language] in said
    assert {"zh": "新审定1项", "en": "1 newly accepted"}[language] in said
    assert {"zh": "审定人", "en": "approver"}[language] in said
    app.button(key=f"approve-{candidate}").click().run()
    assert open_board().edition_id == candidate
    assert {"zh": "已审定发布", "en": "is approved and published"}[language] in words(app)


def test_a_candidate_is_sent_back_for_a_reason(candidate: str) -> None:
    app = opened("changes", lang="zh")
    app.button(key=f"refuse-{candidate}").click().run()
    assert "请写明原因" in words(app)
    app.text_input(key=f"approving-why-{candidate}").input("合同数待核实").run()
    app.button(key=f"refuse-{candidate}").click().run()
    said = words(app)
    assert f"已退回数据版本 {candidate}" in said and "待审定的数据版本（" not in said


def test_who_is_no_approver_neither_sees_nor_opens_a_candidate(candidate: str, seen_by) -> None:
    seen_by(Person("x", frozenset({"viewer"})))
    said = words(opened("changes", lang="zh", edition=candidate))
    assert "待审定" not in said
    assert f"没有数据版本 {candidate}" in said


def test_the_review_is_closed_while_a_candidate_is_looked_at(candidate: str) -> None:
    said = words(opened("review", lang="zh", edition=candidate, org="longjin", year="2023"))
    assert "不能审核" in said
