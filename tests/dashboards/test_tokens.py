"""Tokens of the API on the page 设置: issued once, listed without their secret, taken back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import Person, today
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from pipelines.jobs.tokens import known_tokens
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
ISSUE = {"zh": "发放令牌", "en": "Issue a token"}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("built", lambda root: build(Settings(data=root)))


def page(language: str = "zh") -> AppTest:
    return opened("settings", lang=language, section="tokens")


def issued(app: AppTest, language: str, name: str = "区考评系统") -> AppTest:
    """The page after the form was filled in and sent."""
    next(each for each in app.text_input if each.key.endswith("-name") and each.key.startswith("token-")).input(name)
    next(each for each in app.button if each.label == ISSUE[language]).click()
    return app.run()


@BOTH
def test_a_token_is_shown_once_and_then_listed_without_its_secret(root: Path, language: str) -> None:
    app = issued(page(language), language)
    assert not app.exception
    text = app.code[0].value
    (token,) = known_tokens(Settings(data=root)).values()
    assert text.startswith(f"fzb_{token.token_id}_") and token.organisations is None
    assert token.expires_on == today() + timedelta(days=365)
    app.run()
    assert [each.value for each in app.code if each.value == text] == []
    said = words(page(language))
    assert "区考评系统" in said and text.split("_", 2)[2] not in said and token.digest not in said


@BOTH
def test_a_token_is_taken_back(root: Path, language: str) -> None:
    app = issued(page(language), language)
    next(each for each in app.button if (each.key or "").startswith("revoke-")).click().run()
    assert not app.exception
    (token,) = known_tokens(Settings(data=root)).values()
    assert token.revoked_at
    assert {"zh": "已收回", "en": "revoked"}[language] in words(app)
    assert [each for each in app.button if (each.key or "").startswith("revoke-")] == []


def test_a_token_without_a_name_or_for_a_day_that_is_past_is_refused(root: Path) -> None:
    issued(page(), "zh", " ")
    app = page()
    next(each for each in app.date_input if each.key.startswith("token-")).set_value(today() - timedelta(days=1))
    issued(app, "zh")
    assert known_tokens(Settings(data=root)) == {}


@pytest.mark.parametrize(
    "person",
    [
        Person("a", frozenset({"approver"})),
        Person("b", frozenset({"administrator"}), frozenset({"longjin"})),
    ],
    ids=["another role", "of one organisation"],
)
def test_others_see_no_tokens(root: Path, seen_by: Callable[[Person], None], person: Person) -> None:
    issued(page(), "zh")
    seen_by(person)
    app = page()
    assert not app.exception and "区考评系统" not in words(app)
    assert [each for each in app.button if each.label == ISSUE["zh"]] == []


def test_the_log_says_who_got_a_token_and_never_its_secret(root: Path) -> None:
    text = issued(page(), "zh").code[0].value
    said = words(opened("log", lang="zh"))
    assert "接口令牌 区考评系统" in said and "发放，有效期至" in said
    (token,) = known_tokens(Settings(data=root)).values()
    assert text.split("_", 2)[2] not in said and token.digest not in said
