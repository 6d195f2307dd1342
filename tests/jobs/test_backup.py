"""A backup holds everything that can't be made again, proves itself, and shows where the chain of decisions ended."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.domain.errors import BackupDamaged, BackupThere, NotABackup, RegisterAltered, RootNotEmpty
from pipelines.domain.register import Subject
from pipelines.jobs.backup import anchor_of, backup, restore
from pipelines.jobs.build import build
from pipelines.jobs.materials import MaterialCard, MaterialStore
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify, verify_register

MILESTONE = Subject("milestone", "g1_coordination/2024-03-31")


@pytest.fixture
def settings(root_like: Callable[..., Path]) -> Settings:
    """A root with a decision and a material."""
    settings = Settings(data=root_like("reviewed", lambda root: build(Settings(data=root))))
    ProgressDesk(settings).record(Noted(MILESTONE, "done", date(2024, 3, 20), "enforcement_office"), why="已印发")
    card = MaterialCard("longjin", "签到表", date(2024, 1, 1), date(2024, 12, 31), "enforcement_office")
    MaterialStore(settings, Person()).add("签到".encode(), "签到.txt", card)
    return settings


def test_a_restored_root_gives_the_same_edition(settings: Settings, tmp_path: Path) -> None:
    file, copy = tmp_path / "b.zip", tmp_path / "new" / "root"
    before = build(settings).manifest
    head, count = backup(settings, file)
    assert head.length == 2 and file.stat().st_mode & 0o777 == 0o600
    assert restore(file, copy) == (head, count)
    restored = Settings(data=copy)
    assert build(restored).manifest.edition_id == before.edition_id
    assert verify(restored)[0].digests == before.digests
    assert open_board(copy).goal_progress("longjin").set_index("key_result_id").loc["g1_coordination", "done"] == 1
    with register_of(restored) as register:
        assert [each for _, each in register.reasons(e.event_id for e in register.events()).values()] == ["已印发"]


def test_decisions_go_on_after_a_backup_and_a_rewritten_chain_is_found_by_it(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    backup(settings, file)
    ProgressDesk(settings).record(Noted(MILESTONE, "missed", date(2024, 4, 1), "enforcement_office", seen=1))
    assert verify_register(settings, [anchor_of(file)]) == 3
    with register_of(settings) as register:
        store = register._engine.url.database
    for each in Path(store).parent.glob("register.sqlite3*"):
        each.unlink()
    ProgressDesk(settings).record(Noted(MILESTONE, "missed", date(2024, 4, 1), "enforcement_office"))
    with pytest.raises(RegisterAltered, match=r"b\.zip"):
        verify_register(settings, [anchor_of(file)])


def test_an_altered_register_is_not_backed_up(settings: Settings, tmp_path: Path) -> None:
    with sqlite3.connect(settings.data / "register" / "register.sqlite3") as store:
        store.execute("update events set kind = 'accepted' where sequence = 1")
    with pytest.raises(RegisterAltered):
        backup(settings, tmp_path / "b.zip")
    assert not list(tmp_path.glob("*b.zip*"))


def test_nothing_is_written_over(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup(settings, file)
    with pytest.raises(BackupThere):
        backup(settings, file)
    with pytest.raises(RootNotEmpty):
        restore(file, settings.data)


def test_a_root_without_decisions_is_backed_up(data_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    assert backup(Settings(data=data_root), file)[0].length == 0
    restore(file, tmp_path / "root")
    assert build(Settings(data=tmp_path / "root")).is_published


def changed(file: Path, change: Callable[[str, bytes], bytes | None], **added: bytes) -> Path:
    """A backup with members changed (None: left out) and added."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(other, "w") as made:
        members = [(each.filename, archive.read(each)) for each in archive.infolist()]
        for name, content in [*members, *added.items()]:
            if (content := change(name, content)) is not None:
                made.writestr(name, content)
    return other


def register_of_other_words(content: bytes, folder: Path) -> bytes:
    path = folder / "store.sqlite3"
    path.write_bytes(content)
    store = sqlite3.connect(path)
    store.execute("update events set kind = 'undone' where sequence = 1")
    store.commit()
    store.close()
    return path.read_bytes()


def test_a_backup_that_was_changed_is_refused_and_nothing_is_left_behind(settings: Settings, tmp_path: Path) -> None:
    file, folder = tmp_path / "b.zip", tmp_path / "out"
    folder.mkdir()
    backup(settings, file)
    cases: dict[str, Callable[[], Path]] = {
        "another byte": lambda: changed(file, lambda name, each: each + b" " if name.endswith("goals.yml") else each),
        "a file less": lambda: changed(file, lambda name, each: None if name.endswith("goals.yml") else each),
        "a file more": lambda: changed(file, lambda _, each: each, **{"documents/x.txt": b"x"}),
        "a name that leads elsewhere": lambda: changed(file, lambda _, each: each, **{"../x.txt": b"x"}),
    }
    for what, bad in cases.items():
        with pytest.raises(BackupDamaged):
            restore(bad(), folder / "root")
        assert not list(folder.iterdir()) and not (tmp_path / "x.txt").exists(), what
    content = file.read_bytes()
    for cut in (b"", b"no archive", content[: len(content) // 2]):
        bad = tmp_path / "cut.zip"
        bad.write_bytes(cut)
        with pytest.raises((NotABackup, BackupDamaged)):
            restore(bad, folder / "root")
        assert not list(folder.iterdir())


def test_a_backup_whose_decisions_were_changed_with_their_hash_is_refused(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup(settings, file)
    digests: dict[str, str] = {}

    def change(name: str, content: bytes) -> bytes:
        if name.endswith("register.sqlite3"):
            content = register_of_other_words(content, tmp_path)
        digests[name] = sha256(content).hexdigest()
        return content

    changed(file, change)

    def with_card(name: str, content: bytes) -> bytes:
        if name != "backup.json":
            return change(name, content)
        card = json.loads(content)
        card["files"] = {each: digests[each] for each in card["files"]}
        return json.dumps(card).encode()

    with pytest.raises(BackupDamaged):
        restore(changed(file, with_card), tmp_path / "root")
    assert not (tmp_path / "root").exists()


def test_the_verbs(settings: Settings, run, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    assert "2 decisions" in run("backup", file).stdout
    assert run("backup", file).exit_code == 1
    assert "next: FAZHI_DATA=" in run("restore", file, "--to", tmp_path / "root").stdout
    assert "ok: register: 2 decisions" in run("verify", "--backup", file).stdout
    assert run("verify", "--backup", tmp_path / "none.zip").exit_code == 1
