"""Mutated files give a text or a refusal, and the reader goes on."""

from collections import Counter

from pipelines.domain.errors import BoardError
from pipelines.jobs.reading import ReaderProcess
from tests.extract.readers.fuzz import mutated, run, seeds

COUNT = 500


def test_five_hundred_mutated_files_give_a_text_or_a_clear_refusal() -> None:
    outcome = run(range(COUNT))
    assert outcome.faults == [], "read one again with: python -m tests.extract.readers.fuzz --only NUMBER"
    assert outcome.answers.total() == COUNT
    assert outcome.answers["read"] > COUNT // 10
    assert outcome.answers["DamagedDocument"] > COUNT // 10


def test_a_number_always_gives_the_same_file_and_every_format_is_tried() -> None:
    first, second = seeds(), seeds()
    assert first == second
    files = [mutated(number, first) for number in range(COUNT)]
    assert files == [mutated(number, second) for number in range(COUNT)]
    assert min(Counter(name for name, _ in files)[name] for name in first) > COUNT // 20
    assert sum(content in first.values() for _, content in files) < COUNT // 20


def test_a_reader_that_fails_would_be_found(monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("defect")

    monkeypatch.setattr("pipelines.jobs.reading.kind_of", broken)
    outcome = run(range(3))
    assert [fault.split(": ", 1)[1].split(": ")[1] for fault in outcome.faults] == ["KeyError"] * 3


def test_mutated_spreadsheets_give_a_ledgers_rows_or_a_clear_refusal() -> None:
    files = {name: content for name, content in seeds().items() if name.endswith((".xlsx", ".xls", ".ods", ".html"))}
    answers: Counter[str] = Counter()
    with ReaderProcess(seconds=30) as reader:
        for number in range(COUNT):
            name, content = mutated(number, files)
            try:
                reader.read_rows(content, name)
                answers["read"] += 1
            except BoardError as refusal:
                assert refusal.__cause__ is None, f"{number}: {name}: {refusal.__cause__}"
                answers[type(refusal).__name__] += 1
    assert answers["read"] > COUNT // 10
    assert answers["DamagedDocument"] > COUNT // 10
    assert not answers["ReaderTooSlow"]
