"""Files of Word 97–2003, WPS and RTF → .docx, through LibreOffice where it is installed."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipelines.domain.errors import ConversionFailed, NeedsLibreOffice, ReaderTooSlow

_PROGRAMS = ("soffice", "libreoffice")
_MEMORY_MB, _FILE_MB = 4_000, 500


def converted(content: bytes, name: str, *, seconds: float) -> bytes:
    """The .docx that LibreOffice makes of a file.  It runs no macros when it converts.

    A profile of its own, since a running LibreOffice would take the file over and answer nothing.  Raises
    NeedsLibreOffice, ReaderTooSlow and ConversionFailed.
    """
    program = next((found for each in _PROGRAMS if (found := shutil.which(each))), None)
    if program is None:
        raise NeedsLibreOffice(where=name)
    with tempfile.TemporaryDirectory(prefix="fazhi-") as folder:
        # the name is ours: what a file is called never reaches a command line
        (Path(folder) / "report.doc").write_bytes(content)
        _run(program, Path(folder), name, seconds)
        made = Path(folder) / "made" / "report.docx"
        if not made.is_file():
            raise ConversionFailed(where=name)
        return made.read_bytes()


def _run(program: str, folder: Path, name: str, seconds: float) -> None:
    options = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    asked = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(folder / "report.doc")]
    started = subprocess.Popen(
        [program, *options, *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        start_new_session=True,
    )
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY_MB),
        (resource.RLIMIT_FSIZE, _FILE_MB),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(started.pid, what, (most * 1_000_000, most * 1_000_000))
    try:
        started.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ReaderTooSlow(where=name, seconds=f"{seconds:g}") from None
    finally:
        # soffice is a script that starts the program: both are in the session that began with it
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
