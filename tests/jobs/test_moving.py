"""`register copy`: every decision into another store, proved there; and a restored backup's back into PostgreSQL."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.jobs.backup import backup, restore
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify, verify_register
from tests.conftest import REPOSITORY, STORES, new_register
from tests.jobs.test_backup import written
from tests.jobs.test_review import TRAININGS, looked
from tests.postgres import Server


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    """A root with two decisions in its own file, and an edition that has them."""
    root = root_like("reviewed", lambda root: build(Settings(data=root)))
    desk = Desk(Settings(data=root), Person())
    desk.decide(looked(root, "law_trainings"), "corrected", wanted=TRAININGS, why="原文为87")
    desk.decide(looked(root, "contracts_reviewed"), "accepted")
    with register_of(desk.settings) as register:
        register.name_actor("local", "甲")
    build(desk.settings)
    return root


@pytest.fixture(params=STORES)
def to(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_register(request, tmp_path / "other.sqlite3")


def test_a_copied_register_gives_the_same_edition_and_goes_on(
    root: Path, to: str, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(Settings()).manifest
    copied = run("register", "copy", to)
    assert copied.exit_code == 0, copied.output
    assert "共 2 条决定" in copied.stdout and "FAZHI_REGISTER_URL" in copied.stdout and "s3cret" not in copied.output
    monkeypatch.setenv("FAZHI_REGISTER_URL", to)
    shutil.rmtree(root / "register")
    outcome = build(Settings())
    assert not outcome.is_new and outcome.manifest.edition_id == before.edition_id
    assert verify(Settings())[0].register == before.register
    assert "ok: register: 2 decisions" in run("verify").stdout
    Desk(Settings(), Person()).note(looked(root, "law_trainings", seen=1), why="已核对")
    assert verify_register(Settings()) == 3


def test_back_again_is_the_root_s_own_file(root: Path, to: str, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_LANGUAGE", "en")
    assert run("register", "copy", to).exit_code == 0
    monkeypatch.setenv("FAZHI_REGISTER_URL", to)
    own = root / "register" / "register.sqlite3"
    own.unlink()
    back = run("register", "copy", f"sqlite:///{own}")
    assert back.exit_code == 0 and "unset FAZHI_REGISTER_URL" in back.stdout
    monkeypatch.delenv("FAZHI_REGISTER_URL")
    assert verify_register(Settings()) == 2


def test_what_can_t_be_copied_is_refused_in_words(
    root: Path, to: str, run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("register", "copy").exit_code == 2
    assert "可用的值" in run("register", "copy", "postgres://board:s3cret@h/x").stderr
    assert run("register", "copy", to).exit_code == 0
    again = run("register", "copy", to)
    assert again.exit_code == 1 and "已有 2 条决定" in again.stderr
    written(Settings(), "update events set kind = 'accepted' where sequence = 1")
    altered = run("register", "copy", f"sqlite:///{tmp_path}/third.sqlite3")
    assert altered.exit_code == 1 and "第 1 条决定" in altered.stderr and not (tmp_path / "third.sqlite3").exists()
    shutil.rmtree(root / "register")
    assert "无需复制" in run("register", "copy", to).stderr


@pytest.mark.services
def test_a_restored_backup_of_postgresql_goes_back_into_another_database(
    postgres: Server, root: Path, run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, copy = tmp_path / "b.zip", tmp_path / "restored"
    first, second = postgres.database(), postgres.database()
    run("register", "copy", first)
    shutil.rmtree(root / "register")
    monkeypatch.setenv("FAZHI_REGISTER_URL", first)
    head = backup(Settings(), file)[0]
    assert restore(file, copy)[0] == head and head.length == 2
    monkeypatch.delenv("FAZHI_REGISTER_URL")
    monkeypatch.setenv("FAZHI_DATA", str(copy))
    assert run("register", "copy", second).exit_code == 0
    monkeypatch.setenv("FAZHI_REGISTER_URL", second)
    with register_of(Settings()) as register:
        assert register.head() == head and register.actors() == {"local": "甲"}
    build(Settings())
    assert run("verify", "--backup", file).exit_code == 0


@pytest.mark.services
@pytest.mark.parametrize(("language", "words"), [("zh", "审核留痕库无法连接"), ("en", "the register can't be reached")])
def test_a_database_that_is_down_is_told_by_verbs_and_pages(
    root: Path, run, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("FAZHI_REGISTER_URL", "postgresql+psycopg://board:s3cret@127.0.0.1:1/fazhi")
    monkeypatch.setenv("FAZHI_LANGUAGE", language)
    for verb in ("build", "verify"):
        refused = run(verb)
        assert refused.exit_code == 1 and words in refused.stderr and "s3cret" not in refused.output
    app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60).run()
    app.switch_page("dashboards/pages/review.py").run()
    said = " ".join(str(each.value) for each in (*app.error, *app.warning, *app.markdown)).replace("\\", "")
    assert words in said and "s3cret" not in said and not app.exception
