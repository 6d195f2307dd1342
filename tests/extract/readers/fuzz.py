"""Mutated files of every format: `python -m tests.extract.readers.fuzz 10000` reads so many in limited children.

Nothing but a text or a refusal may come out, and the reader must go on with the next file.  A file is known by its
number: the same number always gives the same bytes (`--only 1234` reads that one).
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipelines.domain.documents import ReadText
from pipelines.domain.errors import BoardError, ReaderTooSlow
from pipelines.jobs.reading import ReaderProcess
from tests.extract.readers.files import docx_file, html_file, ods_file, pdf_file, printed, unzipped, xlsx_file, zip_file
from tests.extract.readers.ole_files import xls_file

SECONDS = 10
_TOKENS = (
    b"<",
    b">",
    b"</w:p>",
    b"<w:tbl>",
    b"&l0;",
    b"\0",
    b"\xff\xfe",
    b"99999999",
    b"-1",
    b"%PDF-",
    b"endobj",
    b"PK\3\4",
)


def seeds() -> dict[str, bytes]:
    """One small valid file of each format, and two that are read by what they hold inside."""
    return {
        "report.docx": docx_file(),
        "data.xlsx": xlsx_file(),
        "data.ods": ods_file(),
        "report.pdf": pdf_file([printed(["审查修改合同92份。"] * 3), None]),
        "report.html": html_file(),
        "data.csv": '事项,数量\n行政许可,"26,569"\n行政处罚,12\n'.encode("gb18030"),
        "report.txt": "龙津街道2023年审查修改合同92份。\n".encode("gb18030") * 5,
        "data.xls": xls_file([["事项", "数量"], ["行政许可", 12.0]]),
    }


@dataclass
class Outcome:
    """What came of a run: how many of each answer, and what must not have come."""

    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)


def mutated(number: int, files: dict[str, bytes]) -> tuple[str, bytes]:
    """(name, content) of the file with this number."""
    chance = random.Random(number)
    name = chance.choice(sorted(files))
    content = files[name]
    if content.startswith(b"PK") and chance.random() < 0.7:
        # inside the archive, where a change isn't found by a checksum
        entries = unzipped(content)
        inner = chance.choice(sorted(entries, key=lambda entry: (len(entries[entry]), entry))[-6:])
        changed = _changed(entries[inner], chance, list(entries.values()))
        if chance.random() < 0.1:
            del entries[inner]
        else:
            entries[inner] = changed
        content = zip_file(entries)
    else:
        content = _changed(content, chance, list(files.values()))
    return (chance.choice(sorted(files)) if chance.random() < 0.1 else name), content


def _changed(content: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content) + 1)
        after = min(at + chance.choice((1, 2, 8, 64, 1024)), len(content))
        content = content[:at] + chance.choice(_CHANGES)(content[at:after], chance, others) + content[after:]
        if chance.random() < 0.05:
            content = content[:at]
    return content


def _noise(stretch: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return chance.randbytes(len(stretch))


def _nothing(stretch: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return b""


def _again(stretch: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return stretch * chance.randrange(2, 50)


def _token(stretch: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return chance.choice(_TOKENS) * chance.choice((1, 1, 300)) + stretch


def _graft(stretch: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    return _piece(chance.choice(others), chance) + stretch


_CHANGES = (_noise, _nothing, _again, _token, _graft)


def _piece(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[at : at + chance.choice((16, 256, 4096))]


def run(numbers: Sequence[int], *, told: Callable[[int, Outcome], None] | None = None) -> Outcome:
    """Read the files with these numbers in one limited child after the other."""
    files, outcome = seeds(), Outcome()
    with ReaderProcess(seconds=SECONDS) as reader:
        for done, number in enumerate(numbers, 1):
            name, content = mutated(number, files)
            began = time.monotonic()
            outcome.answers[_answer(reader, name, content, number, outcome)] += 1
            outcome.slowest = max(outcome.slowest, (time.monotonic() - began, number))
            if told and not done % 500:
                told(done, outcome)
    return outcome


def _answer(reader: ReaderProcess, name: str, content: bytes, number: int, outcome: Outcome) -> str:
    try:
        read = reader.read(content, name)
    except BoardError as refusal:
        # out of memory is an answer; an error that no reader foresaw, or a hang, is none
        if refusal.__cause__ is not None or isinstance(refusal, ReaderTooSlow):
            outcome.faults.append(f"{number}: {name}: {type(refusal).__name__}: {refusal.__cause__}")
        return type(refusal).__name__
    except Exception as error:  # noqa: BLE001
        outcome.faults.append(f"{number}: {name}: {type(error).__name__}: {error}")
        return type(error).__name__
    outcome.faults += [f"{number}: {name}: {fault}" for fault in _faults(read)]
    return "read"


def _faults(read: ReadText) -> list[str]:
    """What is wrong with a text that was read: its pieces must cover it in order, and it must be storable."""
    faults = []
    if len(read.starts) != len(read.places) or list(read.starts) != sorted(read.starts) or read.starts[0] != 0:
        faults.append("pieces out of order")
    if read.starts[-1] > len(read.text):
        faults.append("a piece past the end")
    try:
        read.text.encode()
    except UnicodeEncodeError:
        faults.append("half a character")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first number")
    parser.add_argument("--only", type=int, help="one number alone")
    asked = parser.parse_args()
    numbers = [asked.only] if asked.only is not None else range(asked.first, asked.first + asked.count)
    began = time.monotonic()
    outcome = run(numbers, told=lambda done, so_far: print(f"{done} files, {len(so_far.faults)} faults", flush=True))
    for answer, count in outcome.answers.most_common():
        print(f"{count:7} {answer}")
    seconds, slowest = outcome.slowest
    print(f"{len(numbers)} files in {time.monotonic() - began:.0f} s; the slowest took {seconds:.1f} s ({slowest})")
    for fault in outcome.faults:
        print(f"FAULT {fault}")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
