"""FAZHI_REGISTER_URL: what can be no address of a register is told in words, and no password with it."""

import sys

import pytest

from pipelines.domain.errors import BadSetting, DriverMissing
from pipelines.jobs.settings import Settings, current_settings
from pipelines.wording import explain

POSTGRES = "postgresql+psycopg://board:s3cret@db.example/fazhi"


@pytest.mark.parametrize(
    "url",
    [
        "postgres://board:s3cret@db.example/fazhi",
        "postgresql://board:s3cret@db.example/fazhi",
        "postgresql+psycopg2://board:s3cret@db.example/fazhi",
        "mysql+pymysql://board:s3cret@db.example/fazhi",
        "postgresql+psycopg://board:s3@cret@db.example/fazhi",
        "postgresql+psycopg://board:s3cret@db.example:port/fazhi",
        "postgresql+psycopg://board:s3cret@[::1/fazhi",
        POSTGRES + "?sslmod=require&password=s3cret",
        "board:s3cret@db.example/fazhi",
        "host=db.example password=s3cret",
        "register.sqlite3",
    ],
)
def test_an_address_that_can_t_be_used_is_refused_with_what_can_and_without_its_password(
    run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("FAZHI_REGISTER_URL", url)
    with pytest.raises(BadSetting) as refused:
        current_settings()
    for language in ("zh", "en"):
        said = explain(refused.value, language)
        assert "postgresql+psycopg://NAME:PASSWORD@HOST" in said and "s3" not in said and "cret" not in said
    for language, word in (("zh", "可用的值"), ("en", "Allowed")):
        monkeypatch.setenv("FAZHI_LANGUAGE", language)
        done = run("build")
        assert done.exit_code == 1 and word in done.stderr and "cret" not in done.output


@pytest.mark.parametrize(
    "url",
    ["sqlite:////srv/register.sqlite3", POSTGRES, POSTGRES + "?sslmode=require", POSTGRES.replace("s3cret", "a%40%2F")],
)
def test_an_address_that_can_be_used_is_taken_as_it_is_and_never_printed(url: str) -> None:
    settings = Settings(register_url=url)
    assert settings.register_url == url and url not in repr(settings)


def test_an_empty_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_REGISTER_URL", "")
    assert Settings().register_url is None


def test_a_driver_that_isn_t_installed_is_told_by_its_name(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing, match=r"psycopg.*make setup"):
        Settings(register_url=POSTGRES)
    monkeypatch.setenv("FAZHI_REGISTER_URL", POSTGRES)
    assert "make setup" in run("build").stderr
