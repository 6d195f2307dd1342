"""A backup holds everything that can't be made again, proves itself, and shows where the chain of decisions ended."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.api import open_board
from pipelines.domain.errors import (
    BackupDamaged,
    BackupIncomplete,
    BackupThere,
    NotABackup,
    RegisterAltered,
    RootNotEmpty,
    StillAtWork,
)
from pipelines.domain.register import NO_HASH, Subject
from pipelines.jobs import backup as backing_up
from pipelines.jobs.backup import anchor_of, backup, restore
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.locks import alone
from pipelines.jobs.materials import MaterialCard, MaterialStore, known_materials
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.register import FILE, register_of, register_url
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify, verify_register
from pipelines.register.engines import engine_of

CARD = MaterialCard("longjin", "签到表", date(2024, 1, 1), date(2024, 12, 31), "enforcement_office")
MILESTONE = Subject("milestone", "g1_coordination/2024-03-31")


@pytest.fixture
def settings(decided_in: str, root_like: Callable[..., Path]) -> Settings:
    """A root with a decision and a material; its register is the root's own file, or a PostgreSQL database."""
    settings = Settings(data=root_like("reviewed", lambda root: build(Settings(data=root))))
    ProgressDesk(settings, Person()).record(
        Noted(MILESTONE, "done", date(2024, 3, 20), "enforcement_office"), why="已印发"
    )
    MaterialStore(settings, Person()).add("签到".encode(), "签到.txt", CARD)
    return settings


def test_a_restored_root_gives_the_same_edition(settings: Settings, tmp_path: Path) -> None:
    file, copy = tmp_path / "b.zip", tmp_path / "new" / "root"
    before = build(settings).manifest
    head, count = backup(settings, file)
    assert head.length == 2 and file.stat().st_mode & 0o777 == 0o600
    assert restore(file, copy) == (head, count)
    restored = Settings(data=copy, register_url=None)
    assert build(restored).manifest.edition_id == before.edition_id
    assert verify(restored)[0].digests == before.digests
    assert open_board(copy).goal_progress("longjin").set_index("key_result_id").loc["g1_coordination", "done"] == 1
    with register_of(restored) as register:
        assert [each for _, each in register.reasons(e.event_id for e in register.events()).values()] == ["已印发"]


def written(settings: Settings, *statements: str) -> None:
    """As somebody writes into the store who isn't the board."""
    with engine_of(register_url(settings)).begin() as store:
        for each in statements:
            store.execute(text(each), {"none": NO_HASH} if ":none" in each else {})


def test_decisions_go_on_after_a_backup_and_a_rewritten_chain_is_found_by_it(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    backup(settings, file)
    ProgressDesk(settings, Person()).record(Noted(MILESTONE, "missed", date(2024, 4, 1), "enforcement_office", seen=1))
    assert verify_register(settings, [anchor_of(file)]) == 3
    written(settings, "delete from reasons", "delete from events", "update head set length = 0, hash = :none")
    ProgressDesk(settings, Person()).record(Noted(MILESTONE, "missed", date(2024, 4, 1), "enforcement_office"))
    with pytest.raises(RegisterAltered, match=r"b\.zip"):
        verify_register(settings, [anchor_of(file)])


def test_an_altered_register_is_not_backed_up(settings: Settings, tmp_path: Path) -> None:
    written(settings, "update events set kind = 'accepted' where sequence = 1")
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


def names_under(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def report_arrives(settings: Settings, folder: Path) -> None:
    report = folder / "report.txt"
    report.write_text("荔湾区龙津街道2022年法治政府建设年度报告\n2022年，举办法治培训12场次。\n", encoding="utf-8")
    ingest(settings, [report], Intake())


def ledger_arrives(settings: Settings, folder: Path) -> None:
    file = folder / "整治.csv"
    file.write_text("整治编号,整治日期,点位名称,类别\nZ1,2024-05-06,甲,占道经营\n", encoding="utf-8")
    load_ledger(settings, LedgerFile(file, "clean_ups", "longjin", {}), today=date(2025, 1, 31))


def material_goes(settings: Settings, folder: Path) -> None:
    (known,) = known_materials(settings).values()
    MaterialStore(settings, Person()).purge(known.material_id, seen=known.seen, on=date(2026, 1, 1))


@pytest.mark.parametrize("work", [report_arrives, ledger_arrives, material_goes])
def test_who_stores_or_deletes_files_waits_for_a_backup_that_is_being_written(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Settings, Path], None]
) -> None:
    (known,) = known_materials(settings).values()
    over = replace(CARD, keep_until=date(2025, 12, 31))
    MaterialStore(settings, Person()).change(known.material_id, over, seen=known.seen)
    copy_register, pool, running = backing_up.copy_register, ThreadPoolExecutor(1), list[Future]()

    def interrupted(source: str, target: str):
        head = copy_register(source, target)
        running.append(pool.submit(work, settings, tmp_path))
        wait(running, timeout=1)
        assert not running[0].done(), "it didn't wait"
        return head

    monkeypatch.setattr(backing_up, "copy_register", interrupted)
    file = tmp_path / "b.zip"
    before = names_under(settings.data)
    head, count = backup(settings, file)
    running[0].result(timeout=60)
    assert restore(file, tmp_path / "root") == (head, count)
    assert names_under(tmp_path / "root") <= before | {f"register/{FILE}"}


def test_what_somebody_is_storing_or_was_broken_off_at_is_not_in_a_backup(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known,) = known_materials(settings)
    unfinished = [
        settings.data / "documents" / ".loading-x" / "original.txt",
        settings.data / "documents" / ".gone-y" / "card.yml",
        settings.data / "ledgers" / "longjin" / "trainings" / ".loading-z" / "rows.parquet",
        settings.data / "register" / "materials" / known / ".0123456789abcdef.part",
    ]
    for path in unfinished:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    (settings.data / "ledgers" / ".salt").write_bytes(b"salt")
    add = backing_up._add

    def add_while_the_others_end(*said):
        for path in unfinished:
            path.unlink(missing_ok=True)
        return add(*said)

    monkeypatch.setattr(backing_up, "_add", add_while_the_others_end)
    backup(settings, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = archive.namelist()
    assert not [name for name in names if any(part in name for part in (".loading-", ".gone-", ".part"))]
    assert "ledgers/.salt" in names


@pytest.mark.parametrize("busy", ["documents", "ledgers", "register/materials"])
def test_a_backup_waits_for_who_is_at_work_and_then_refuses(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run, busy: str
) -> None:
    monkeypatch.setattr(backing_up, "PATIENCE_SECONDS", 0.5)
    with alone(settings.data / busy):
        with pytest.raises(StillAtWork, match=busy):
            backup(settings, tmp_path / "b.zip")
        refused = run("backup", tmp_path / "b.zip")
        assert refused.exit_code == 1 and "Traceback" not in refused.output
        # who was waited for keeps nobody else out
        for other in {"documents", "ledgers", "register/materials"} - {busy}:
            with alone(settings.data / other):
                pass
    assert not list(tmp_path.glob("*b.zip*"))
    backup(settings, tmp_path / "b.zip")


@pytest.mark.parametrize("what", ["missing", "another"])
def test_a_backup_that_lacks_the_file_of_a_material_is_not_written(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    copy_register = backing_up.copy_register

    def copied_and_lost(source: str, target: str):
        (file,) = (settings.data / "register" / "materials").glob("*/*")
        file.unlink() if what == "missing" else file.write_bytes(b"another")
        return copy_register(source, target)

    monkeypatch.setattr(backing_up, "copy_register", copied_and_lost)
    with pytest.raises(BackupIncomplete, match=r"签到\.txt"):
        backup(settings, tmp_path / "b.zip")
    assert not list(tmp_path.glob("*b.zip*"))


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
    restored = run("restore", file, "--to", tmp_path / "root").stdout
    assert "next: FAZHI_DATA=" in restored
    assert ("FAZHI_REGISTER_URL" in restored) == (settings.register_url is not None)
    assert "ok: register: 2 decisions" in run("verify", "--backup", file).stdout
    assert run("verify", "--backup", tmp_path / "none.zip").exit_code == 1
