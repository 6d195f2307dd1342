"""佐证材料包: every file as it was handed in, under a name that any system takes."""

import csv
import io
import json
import os
import random
import tracemalloc
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.domain.errors import MaterialAltered, MaterialGone, SystemRefused
from pipelines.exports.bundle import MANIFEST, Piece, safe_paths, write_bundle

ABOUT = {"year": 2025, "organisation": "云台街道"}


def piece(*parts: str, content: bytes = "佐证".encode(), **said: str) -> Piece:
    return Piece(parts, content, sha256(content).hexdigest(), **said)


PIECES = [
    piece("1 第一责任人", "会议纪要.pdf", title="会议纪要（第3期）", item_id="duty.hear", item="听取汇报"),
    piece("2 规范性文件", "审核意见书.docx", content=b"x" * 3_000_000, title="=1+1", item_id="norm", item="合法性审核"),
    piece("plain.txt", content=b""),
]


def bundle_of(pieces: list[Piece], about: dict[str, Any] = ABOUT, language: str = "zh") -> bytes:
    target = io.BytesIO()
    write_bundle(pieces, target, about, language)
    return target.getvalue()


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_each_file_is_there_as_it_was_with_a_list_and_a_manifest() -> None:
    with opened(bundle_of(PIECES)) as archive:
        assert archive.testzip() is None
        names = ["目录.csv", MANIFEST, "1 第一责任人/会议纪要.pdf", "2 规范性文件/审核意见书.docx", "plain.txt"]
        assert archive.namelist() == names
        assert [archive.read(name) for name in names[2:]] == [each.content for each in PIECES]
        manifest = json.loads(archive.read(MANIFEST))
        listed = list(csv.reader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
    assert manifest["about"] == ABOUT
    assert manifest["files"][1] == {
        "path": "2 规范性文件/审核意见书.docx",
        "name": "审核意见书.docx",
        "sha256": PIECES[1].sha256,
        "size": 3_000_000,
        "title": "=1+1",
        "item_id": "norm",
        "item": "合法性审核",
    }
    assert listed[0] == ["序号", "文件", "材料名称", "考评指标", "指标编号", "大小（字节）", "SHA-256"]
    assert listed[2] == [
        "2",
        "2 规范性文件/审核意见书.docx",
        "'=1+1",
        "合法性审核",
        "norm",
        "3000000",
        PIECES[1].sha256,
    ]
    with opened(bundle_of(PIECES, language="en")) as archive:
        assert archive.namelist()[0] == "Contents.csv"


def test_the_same_files_are_the_same_bytes_in_whatever_order_they_come(tmp_path: Path) -> None:
    first = bundle_of(PIECES)
    for seed in range(3):
        shuffled = random.Random(seed).sample(PIECES, len(PIECES))
        assert bundle_of(shuffled) == first
    on_disk = tmp_path / "any-name"
    on_disk.write_bytes(PIECES[1].content if isinstance(PIECES[1].content, bytes) else b"")
    os.utime(on_disk, (0, 0))
    assert bundle_of([PIECES[0], replace(PIECES[1], content=on_disk), PIECES[2]]) == first
    with opened(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2024, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}
        for entry in archive.infolist():
            assert entry.filename.isascii() or entry.flag_bits & 0x800, "names are in UTF-8 and say so"


def test_the_manifest_is_written_in_one_way_only() -> None:
    content = bundle_of(PIECES, {"b": 1, "a": {"d": "乙", "c": None}})
    with opened(content) as archive:
        manifest = archive.read(MANIFEST).decode()
    assert manifest.startswith('{"about":{"a":{"c":null,"d":"乙"},"b":1},"files":[{"item":"听取汇报"')
    assert bundle_of(PIECES, {"a": {"c": None, "d": "乙"}, "b": 1}) == content


@pytest.mark.parametrize("at", range(3))
def test_a_file_that_is_another_than_said_is_refused_before_anything_is_written(at: int, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(b"another")
    pieces = list(PIECES)
    pieces[at] = replace(pieces[at], content=changed)
    target = io.BytesIO()
    with pytest.raises(MaterialAltered) as refusal:
        write_bundle(pieces, target, ABOUT, "zh")
    assert refusal.value.parts == {"where": pieces[at].sha256[:12], "found": pieces[at].parts[-1]}
    assert target.getvalue() == b""


def test_a_file_that_is_gone_or_can_t_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MaterialGone):
        bundle_of([replace(PIECES[0], content=tmp_path / "gone.pdf")])
    with pytest.raises(SystemRefused):
        bundle_of([replace(PIECES[0], content=tmp_path)])


def test_a_file_that_changes_while_it_is_bundled_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(b"before")
    opens, real = [], Path.open

    def open_twice(path: Path, *args: Any, **more: Any) -> Any:
        opens.append(path)
        if len(opens) == 2:
            file.write_bytes(b"behind")
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", open_twice)
    with pytest.raises(MaterialAltered):
        bundle_of([Piece(("file.pdf",), file, sha256(b"before").hexdigest())])


class Discarded(io.RawIOBase):
    """A target that can't be gone back in, such as an answer that is being sent."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.size += len(data)
        return len(data)


def test_large_files_pass_through_without_being_held(tmp_path: Path) -> None:
    file = tmp_path / "large.bin"
    with file.open("wb") as opened_file:
        opened_file.truncate(64_000_000)
    found = sha256(bytes(64_000_000)).hexdigest()
    target = Discarded()
    tracemalloc.start()
    try:
        write_bundle([Piece((f"{at}.bin",), file, found) for at in range(3)], target, ABOUT, "zh")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert target.size > 192_000_000 and most < 16_000_000


def test_a_bundle_without_files_has_its_list_and_its_manifest() -> None:
    with opened(bundle_of([], {})) as archive:
        assert archive.namelist() == ["目录.csv", MANIFEST]
        assert archive.read(MANIFEST) == b'{"about":{},"files":[]}'


@pytest.mark.parametrize("name", ["目录.csv", "manifest.json", "MANIFEST.JSON"])
def test_a_file_or_folder_called_like_the_list_gives_way(name: str) -> None:
    with opened(bundle_of([piece(name), piece(name, "x.pdf")])) as archive:
        names = [each.casefold() for each in archive.namelist()]
        assert names[:2] == ["目录.csv", "manifest.json"] and len(set(names)) == len(names)
        assert not any(each.startswith(f"{name.casefold()}/") for each in names)


def test_what_was_written_by_somebody_breaks_no_list() -> None:
    odd = piece("\ud800\x00\u202e.pdf", title="\ud800\x00\r\n=1", item="\ufffe", item_id="'\"<&")
    with opened(bundle_of([odd], {"x": "\ud800"})) as archive:
        assert archive.namelist()[2] == "___.pdf"
        assert json.loads(archive.read(MANIFEST))["files"][0]["size"] == 6
        archive.read("目录.csv").decode("utf-8-sig")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("..", "..", "etc", "passwd"), "_/_/etc/passwd"),
        (("/etc/passwd",), "_etc_passwd"),
        (("C:\\Windows\\x.dll",), "C__Windows_x.dll"),
        (("a/b", "c:d"), "a_b/c_d"),
        (("con",), "_con"),
        (("Nul.txt",), "_Nul.txt"),
        (("COM1.tar.gz",), "_COM1.tar.gz"),
        (("lpt¹",), "_lpt¹"),
        (("control.pdf",), "control.pdf"),
        (("name. . ",), "name"),
        ((" 纪要 .pdf",), "纪要.pdf"),
        ((".htaccess",), "_htaccess"),
        (("",), "_"),
        ((), "_"),
        (("e\u0301",), "é"),
    ],
)
def test_a_name_leads_nowhere_and_belongs_to_no_device(parts: tuple[str, ...], expected: str) -> None:
    assert safe_paths([parts]) == [expected]


def test_two_names_that_are_one_where_case_doesn_t_count_are_told_apart() -> None:
    paths = safe_paths([("a", "x.pdf"), ("A", "X.PDF"), ("a", "ｘ.pdf"), ("é",), ("e\u0301",), ("ß",), ("SS",)])
    assert paths == ["a/x.pdf", "A/X (2).PDF", "a/ｘ (3).pdf", "é", "é (2)", "ß", "SS (2)"]
    assert safe_paths([("a",), ("a", "b")]) == ["a (2)", "a/b"], "a folder and a file can't have one name"
    assert len({path.casefold() for path in safe_paths([("材料.pdf",)] * 3000)}) == 3000


@pytest.mark.parametrize("name", ["汉" * 200 + ".docx", "x" * 300 + ".pdf", "😀" * 80, "x." + "y" * 300])
def test_a_long_name_is_cut_before_its_ending(name: str) -> None:
    first, second = safe_paths([("项", name), ("项", name)])
    assert len(first.split("/")[1].encode()) <= 120 and len(second.split("/")[1].encode()) <= 120
    assert first != second
    if name.endswith((".docx", ".pdf")):
        ending = name[name.rindex(".") :]
        assert first.endswith(ending) and second.endswith(f" (2){ending}")


NAMES = st.text(st.sampled_from("aAbB./\\:*. \x00\u202e汉😀é\u0301ßCONcon1\ud800"), max_size=150)


@given(st.lists(st.lists(NAMES, max_size=4).map(tuple), max_size=12))
def test_whatever_the_names_every_system_can_hold_them(paths: list[tuple[str, ...]]) -> None:
    found = safe_paths(paths)
    assert len({path.casefold() for path in found}) == len(paths)
    files = {path.casefold() for path in found}
    for path in found:
        parts = path.split("/")
        assert all(part == part.strip() == part.rstrip(".") and part and len(part.encode()) <= 120 for part in parts)
        assert not set('<>:"\\|?*\x00\u202e') & set(path)
        assert not PureWindowsPath(path).is_absolute() and ".." not in parts
        assert not any(part.split(".")[0].strip().casefold() in ("con", "prn", "aux", "nul") for part in parts)
        assert len(path.encode("utf-16-le")) // 2 <= 210
        assert not any("/".join(parts[:at]).casefold() in files for at in range(1, len(parts)))
