"""The page 留痕记录: what was decided, filtered by the address, proved by a button."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.jobs.people import Person
from tests.dashboards.test_pages import opened, words
from tests.jobs.test_log import with_decisions

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("logged", with_decisions)


@BOTH
def test_the_log_tells_decisions_in_words_and_proves_them(root: Path, language: str) -> None:
    app = opened("log", lang=language)
    assert not app.exception and not app.error
    said = words(app)
    assert {"zh": "共6条决定", "en": "6 decisions"}[language] in said
    assert {"zh": "更正为87场次", "en": "corrected"}[language] in said
    app.button(key="log-check").click().run()
    assert {"zh": "全部6条决定逐条核验一致", "en": "All 6 decisions are as they were written"}[language] in words(app)


def test_the_filter_stands_in_the_address(root: Path) -> None:
    app = opened("log", lang="zh", kind="ledger")
    said = words(app)
    assert "共1条决定" in said and "锁定至 2023-12-31" in said
    app.text_input[0].input("没有这样的文字").run()
    assert (app.query_params["find"], app.query_params["kind"]) == ("没有这样的文字", "ledger")
    assert "没有符合条件的决定" in words(app)
    app.button(key="log-clear").click().run()
    assert "共6条决定" in words(app)


@pytest.mark.parametrize("page", ["0", "-3", "99", "x", "²"])
def test_a_page_that_isn_t_there_is_the_nearest_one(root: Path, page: str) -> None:
    app = opened("log", lang="zh", p=page, **{"from": "2020-13-45", "kind": "<b>"} if page == "x" else {})
    assert not app.exception and not app.error
    assert "共6条决定" in words(app) or page == "x"


def test_who_may_not_read_the_log_is_told(root: Path, seen_by) -> None:
    seen_by(Person("x", frozenset({"viewer"})))
    app = opened("log", lang="zh")
    assert "须由" in app.error[0].value and "共6条" not in words(app)


def test_a_damaged_register_is_said_on_the_page(root: Path) -> None:
    with sqlite3.connect(root / "register" / "register.sqlite3") as connection:
        connection.execute("delete from events where sequence = 6")
    app = opened("log", lang="zh")
    app.button(key="log-check").click().run()
    assert "审核留痕库有" in app.error[0].value
