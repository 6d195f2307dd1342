"""Older Word and WPS files through LibreOffice: `make test-services` runs those that need it."""

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from pipelines.domain.errors import ConversionFailed, NeedsLibreOffice, ReaderTooSlow
from pipelines.extract.readers import kind_of
from pipelines.jobs.reading import ReaderProcess
from tests.extract.readers.files import ROWS, SENTENCE, TITLE, docx_file, html_file, xlsx_file
from tests.extract.readers.ole_files import ole_file
from tests.extract.readers.shown import place_of

RTF = rb"{\rtf1\ansi " + "".join(f"\\u{ord(each)}?" for each in SENTENCE).encode() + b"}"


def test_without_libreoffice_an_older_file_is_refused_saying_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with ReaderProcess() as reader:
        for content, name in ((ole_file(["WordDocument"]), "report.wps"), (RTF, "report.rtf")):
            with pytest.raises(NeedsLibreOffice, match=rf"{name}.*apt-get install libreoffice-writer"):
                reader.read(content, name)
        assert reader._child is None


def written(document: docx.document.Document) -> None:
    """As a person writes it: a paragraph follows the table."""
    document.add_paragraph(TITLE)
    document.add_paragraph(SENTENCE)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    document.add_paragraph("特此报告。")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of each older form, made by LibreOffice itself."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice isn't installed (apt-get install libreoffice-writer libreoffice-calc)")
    folder = tmp_path_factory.mktemp("office")
    (folder / "report.docx").write_bytes(docx_file(written))
    (folder / "data.xlsx").write_bytes(xlsx_file())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for source, form in (("report.docx", "doc"), ("report.docx", "pdf"), ("data.xlsx", "xls"), ("data.xlsx", "ods")):
        command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(folder / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.services
@pytest.mark.parametrize("name", ["report.doc", "report.wps"])
def test_a_word_97_file_is_read_with_its_table(office: Path, name: str) -> None:
    content = (office / "report.doc").read_bytes()
    assert kind_of(content, name) == "word"
    with ReaderProcess() as reader:
        read = reader.read(content, name)
    assert read.text.split("\n") == [TITLE, SENTENCE, *("|".join(row) for row in ROWS), "特此报告。", ""]
    assert place_of(read, "97.9%") == {"table": 1, "row": 2, "column": 3}


@pytest.mark.services
def test_what_libreoffice_writes_is_read_without_it(office: Path) -> None:
    with ReaderProcess() as reader:
        assert SENTENCE in reader.read((office / "report.pdf").read_bytes(), "report.pdf").text
        row = "行政许可|26569|97.9%|2024"
        assert row in reader.read((office / "data.xls").read_bytes(), "data.xls").text
        assert row in reader.read((office / "data.ods").read_bytes(), "data.ods").text


@pytest.mark.services
def test_rich_text_is_read(office: Path) -> None:
    with ReaderProcess() as reader:
        assert SENTENCE in reader.read(RTF, "report.rtf").text


@pytest.mark.services
def test_a_damaged_older_file_is_refused_and_the_next_one_is_read(office: Path) -> None:
    with ReaderProcess() as reader:
        with pytest.raises(ConversionFailed, match=r"bad\.doc.*save it as \.docx"):
            reader.read(ole_file(["WordDocument"]), "bad.doc")
        assert SENTENCE in reader.read((office / "report.doc").read_bytes(), "next.doc").text


@pytest.mark.services
def test_a_conversion_that_takes_too_long_is_ended_with_all_it_started(office: Path) -> None:
    with ReaderProcess(seconds=0.05) as reader, pytest.raises(ReaderTooSlow, match=r"0\.05 seconds"):
        reader.read((office / "report.doc").read_bytes(), "slow.doc")
    running = subprocess.run(["pgrep", "-af", "fazhi-.*report.doc"], capture_output=True, text=True, check=False)
    assert running.stdout == ""


@pytest.mark.services
def test_a_web_page_saved_as_doc_needs_no_libreoffice(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with ReaderProcess() as reader:
        assert SENTENCE in reader.read(html_file(), "report.doc").text
