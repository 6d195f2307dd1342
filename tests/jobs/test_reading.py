"""Reading in a limited child: bad files are answered by name, the child is replaced, and the next file is read."""

import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.domain.errors import BoardError, ReaderBrokeOff, ReaderTooSlow
from pipelines.extract.readers import Limits, read_bytes
from pipelines.jobs import reading
from pipelines.jobs.reading import ReaderProcess, reader_of
from pipelines.jobs.settings import Settings
from tests.extract.readers.files import SENTENCE, docx_file, html_file, ods_file, pdf_file, xlsx_file
from tests.jobs.bad_files import BAD_FILES

GOOD_FILES = {"docx": docx_file, "xlsx": xlsx_file, "ods": ods_file, "pdf": pdf_file, "html": html_file}


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


@pytest.mark.parametrize("ending", GOOD_FILES)
def test_a_file_is_read_in_the_child_as_it_is_without_one(reader: ReaderProcess, ending: str) -> None:
    content, name = GOOD_FILES[ending](), f"report.{ending}"
    assert reader.read(content, name) == read_bytes(content, name, Limits())


@pytest.mark.parametrize("bad", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_by_name_and_the_next_one_is_read(reader: ReaderProcess, bad: tuple) -> None:
    name, content, refusal = bad
    started = time.monotonic()
    with pytest.raises(BoardError) as found:
        reader.read(content, name)
    assert type(found.value) is refusal
    assert str(found.value).startswith(name)
    assert time.monotonic() - started < 30
    assert SENTENCE in reader.read(docx_file(), "next.docx").text


def test_bad_files_never_cost_a_gigabyte(repository: Path) -> None:
    """In a process of its own, whose children's peak is that of the reader."""
    code = textwrap.dedent("""
        import resource
        from pipelines.domain.errors import BoardError
        from pipelines.jobs.reading import ReaderProcess
        from tests.jobs.bad_files import BAD_FILES
        with ReaderProcess() as reader:
            for name, content, _ in BAD_FILES.values():
                try:
                    reader.read(content, name)
                except BoardError:
                    pass
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    """)
    found = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert int(found.stdout) < 1_000_000


def test_the_child_is_limited_and_starts_with_the_first_file_that_needs_it() -> None:
    with ReaderProcess(memory_mb=900) as process:
        process.read("审查合同92份".encode(), "report.txt")
        process.read("事项,数量\n许可,12".encode(), "data.csv")
        assert process._child is None
        process.read(docx_file(), "report.docx")
        child = process._child
        assert child is not None
        limits = {what: resource.prlimit(child.pid, what)[0] for what in (resource.RLIMIT_AS, resource.RLIMIT_CORE)}
        assert limits == {resource.RLIMIT_AS: 900_000_000, resource.RLIMIT_CORE: 0}
        assert 0 < resource.prlimit(child.pid, resource.RLIMIT_CPU)[0] < 40
        process.read(pdf_file(), "report.pdf")
        assert process._child is child
    assert child.poll() is not None


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_is_read() -> None:
    with ReaderProcess(seconds=0.01) as process:
        with pytest.raises(ReaderTooSlow, match=r"slow\.docx.*0\.01 seconds"):
            process.read(docx_file(), "slow.docx")
        process._seconds = 30
        assert SENTENCE in process.read(docx_file(), "next.docx").text


@pytest.mark.parametrize("sent", [signal.SIGSEGV, signal.SIGKILL])
def test_a_child_that_breaks_off_is_replaced(sent: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    known = reading.answer_of

    def broken_off(child: subprocess.Popen[bytes], until: float) -> Any:
        """The child has been asked and stands still: it breaks off before it answers."""
        os.kill(child.pid, sent)
        os.kill(child.pid, signal.SIGCONT)
        return known(child, until)

    with ReaderProcess() as process:
        process.read(docx_file(), "first.docx")
        child = process._child
        assert child is not None
        os.kill(child.pid, signal.SIGSTOP)
        with monkeypatch.context() as patched, pytest.raises(ReaderBrokeOff, match=r"bad\.docx: reading broke off"):
            patched.setattr(reading, "answer_of", broken_off)
            process.read(docx_file(), "bad.docx")
        assert SENTENCE in process.read(docx_file(), "next.docx").text
        assert process._child is not child


def test_more_memory_than_the_limit_is_refused_and_the_next_file_is_read() -> None:
    page = html_file("<p>审查合同92份</p>" * 500_000)
    with ReaderProcess(memory_mb=250) as process:
        with pytest.raises(ReaderBrokeOff, match="250 MB"):
            process.read(page, "large.html")
        assert SENTENCE in process.read(html_file(), "next.html").text


def test_threads_take_turns() -> None:
    found: dict[int, str] = {}
    pages = {number: html_file(f"<p>审查合同{number}份</p>") for number in range(30)}
    with ReaderProcess() as process:

        def read(number: int) -> None:
            found[number] = process.read(pages[number], f"{number}.html").text

        threads = [threading.Thread(target=read, args=(number,)) for number in pages]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"审查合同{number}份\n" for number in pages}


def test_a_forked_process_has_a_child_of_its_own() -> None:
    with ReaderProcess() as process:
        process.read(docx_file(), "first.docx")
        child = process._child
        pid = os.fork()
        if pid == 0:
            own = process.read(docx_file(), "forked.docx").text
            is_other = process._child is not child
            process.close()
            os._exit(0 if is_other and SENTENCE in own else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert SENTENCE in process.read(docx_file(), "next.docx").text
        assert process._child is child


def test_the_limits_are_those_of_the_settings() -> None:
    with reader_of(Settings(max_columns=2)) as process, pytest.raises(BoardError, match="3 × 1"):
        process.read(xlsx_file(lambda workbook: workbook.add_worksheet().write_row("A1", ["数"] * 3)), "data.xlsx")
