"""Files that were made to reach out of where they are put: backups, office files, and what is uploaded under a name."""

import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.domain.errors import BackupDamaged, BadFileName, BoardError, EntitiesRefused, NotABackup
from pipelines.domain.file_names import plain_name
from pipelines.domain.register import Head
from pipelines.jobs.backup import restore
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.reading import reader_of
from pipelines.jobs.settings import Settings
from tests.extract.readers.files import changed_zip, docx_file, unzipped, xlsx_file, zip_file

ELSEWHERE = [
    "../x",
    "../../x",
    "documents/../../x",
    "documents/../x",
    "/tmp/fazhi-hostile-x",
    "//tmp/fazhi-hostile-x",
    "..\\x",
    "documents\\..\\..\\x",
    "C:\\x",
    "./x",
    "documents/./x",
    "documents//x",
    "x",
    ".streamlit/config.toml",
    "warehouse/current",
    "interim/query/x.duckdb",
    "register-x/y",
    "documents/",
]
NAMES = [
    *(each for each in ELSEWHERE if each != "x"),
    "",
    ".",
    "..",
    ".env",
    "a\0.txt",
    "a\n.txt",
    "a\u202etxt.exe",
    "a\u200b.txt",
    "长" * 200 + ".txt",
    "\ud800.txt",
]


def backup_of(folder: Path, files: Mapping[str, bytes], /, **card: object) -> Path:
    """A backup that proves itself: its card lists what is in it."""
    told = {"form": 1, "register": asdict(Head()), "synthetic": False}
    told["files"] = {name: sha256(content).hexdigest() for name, content in files.items()}
    path = folder / "hostile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("backup.json", json.dumps({**told, **card}))
    return path


def everything(folder: Path) -> set[Path]:
    return {*folder.rglob("*")}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_backup_that_lists_a_name_elsewhere_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    file = backup_of(tmp_path, {"catalogue/a.yml": b"a", name: b"x"})
    before = everything(tmp_path)
    with pytest.raises(BackupDamaged):
        restore(file, tmp_path / "in" / "root")
    assert everything(tmp_path) == before and not Path("/tmp/fazhi-hostile-x").exists()


def test_a_backup_that_is_none_of_this_is_restored(tmp_path: Path) -> None:
    restore(backup_of(tmp_path, {"catalogue/a.yml": b"a", "synthetic": b""}), tmp_path / "root")
    assert {each.name for each in everything(tmp_path / "root")} == {"catalogue", "a.yml", "synthetic"}


def test_a_link_in_a_backup_becomes_no_link(tmp_path: Path) -> None:
    content = b"/etc"
    file = backup_of(tmp_path, {"catalogue/a.yml": b"a"})
    link = zipfile.ZipInfo("documents/out")
    link.external_attr = (stat.S_IFLNK | 0o6777) << 16
    card = {"catalogue/a.yml": sha256(b"a").hexdigest(), "documents/out": sha256(content).hexdigest()}
    told = {"form": 1, "register": asdict(Head()), "synthetic": False, "files": card}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("catalogue/a.yml", b"a")
        archive.writestr(link, content)
        archive.writestr("backup.json", json.dumps(told))
    restore(file, tmp_path / "root")
    made = tmp_path / "root" / "documents" / "out"
    assert not made.is_symlink() and made.read_bytes() == content
    assert not made.stat().st_mode & (stat.S_ISUID | stat.S_ISGID | stat.S_IWOTH)


def test_a_name_that_comes_twice_in_a_backup_is_refused(tmp_path: Path) -> None:
    file = backup_of(tmp_path, {"catalogue/a.yml": b"a"})
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("catalogue/a.yml", b"a")
    with pytest.raises(BackupDamaged):
        restore(file, tmp_path / "root")


def test_what_a_backup_does_not_list_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = backup_of(tmp_path, {"catalogue/a.yml": b"a", "documents/bomb": b"0" * 9}, files={})
    monkeypatch.setattr(zipfile.ZipFile, "extract", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(BackupDamaged):
        restore(file, tmp_path / "root")


@pytest.mark.parametrize(
    "card",
    [
        {"files": ["catalogue/a.yml"]},
        {"files": None},
        {"register": None},
        {"register": {}},
        {"register": {"length": "1", "hash": "x"}},
        {"register": {"length": 0, "hash": None}},
        {"register": {"length": 0, "hash": "x", "more": 1}},
        {"form": 2},
        {"files": {"catalogue/a.yml": 7}},
    ],
)
def test_a_card_of_another_shape_is_refused_in_words(tmp_path: Path, card: dict[str, object]) -> None:
    with pytest.raises((NotABackup, BackupDamaged)):
        restore(backup_of(tmp_path, {"catalogue/a.yml": b"a"}, **card), tmp_path / "root")


def test_a_card_that_unpacks_to_gigabytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.jobs.backup._LARGEST_CARD", 1_000)
    with pytest.raises(NotABackup):
        restore(backup_of(tmp_path, {}, more="0" * 1_000), tmp_path / "root")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_or_hides_something_is_no_file_s(name: str) -> None:
    with pytest.raises(BadFileName):
        plain_name(name)


ENTITY = b'?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("name", "make", "part"),
    [("a.docx", docx_file, "word/document.xml"), ("a.xlsx", xlsx_file, "xl/sharedStrings.xml")],
)
def test_an_office_file_reads_no_file_by_an_entity(name: str, make: Callable[[], bytes], part: str) -> None:
    def change(text: bytes) -> bytes:
        return text.replace(b"?>", ENTITY, 1).replace(b"<w:t>", b"<w:t>&x;", 1).replace(b"<t>", b"<t>&x;", 1)

    with reader_of(Settings()) as reader, pytest.raises(EntitiesRefused):
        reader.read(changed_zip(make(), part, change), name)


def test_who_reads_a_hostile_file_knows_no_secret_of_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_REGISTER_URL", "postgresql+psycopg://a:geheim@127.0.0.1/b")
    with reader_of(Settings()) as reader:
        reader.read(docx_file(), "a.docx")
        assert reader._child is not None
        environment = Path(f"/proc/{reader._child.pid}/environ").read_bytes()
    assert b"PATH=" in environment and b"geheim" not in environment


@pytest.mark.parametrize("entry", ["../../../x", "/tmp/fazhi-hostile-x", "..\\..\\x", "word/../../../x"])
def test_an_office_file_with_entries_elsewhere_writes_nothing(data_root: Path, tmp_path: Path, entry: str) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.docx").write_bytes(zip_file({**unzipped(docx_file()), entry: b"x"}))
    before = everything(tmp_path)
    try:
        (loaded,) = ingest(Settings(), [folder / "a.docx"], Intake(organisation_id="longjin", year=2023))
        assert loaded
    except BoardError:
        pass
    made = {each.relative_to(data_root).parts[0] for each in everything(tmp_path) - before}
    assert made <= {"documents", "interim"} and not Path("/tmp/fazhi-hostile-x").exists()
    assert not list(tmp_path.rglob("x")) and not (tmp_path.parent / "x").exists()
