"""`make bench-extract`: precision, recall, speed and memory of the extraction, written into docs/extraction.md.

With a path it scores the records of that file instead and prints, without writing: `make bench-extract ARGS=FILE`.
"""

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipelines.catalogue import load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.extract import ReportReader
from pipelines.extract.layout import Layout
from pipelines.extract.match import Matcher
from pipelines.extract.quantities import QuantityReader
from pipelines.extract.repair import repair
from tests.extract.benchmark.scoring import Score, read_records, scored

REPOSITORY = Path(__file__).parents[3]
REPORT = REPOSITORY / "data" / "documents" / "longjin-2023" / "report.txt"
RECORDS = Path(__file__).parent / "records.jsonl"
MADE_UP = [
    Path(__file__).parent / "made_up" / f"{name}.jsonl" for name in ("first", "second", "third", "fourth", "fifth")
]
PAGE = REPOSITORY / "docs" / "extraction.md"
REPORT_BYTES, CORPUS_BYTES, ROUNDS = 5_000, 3_000_000, 3


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "–"


def accuracy(score: Score, catalogue: Catalogue) -> str:
    """Two tables and the misses, as Markdown."""
    measures = [
        ("quantities: recall", share(score.read, score.facts), "≥ 0.99"),
        ("mapped metrics: precision", share(score.right_observations, score.observations), "≥ 0.95"),
        ("mapped metrics: recall", share(score.mapped, score.facts), "≥ 0.85"),
        ("qualifiers and bounds, of the found", share(score.right_bounds, score.read), "≥ 0.98"),
        ("forbidden strings as an observation", str(score.forbidden), "0"),
        ("spans that give their quote", share(score.right_spans, score.spans), "1"),
    ]
    lines = ["| measure | here | aim |", "|---|---|---|", *(f"| {' | '.join(line)} |" for line in measures), ""]
    lines += ["| theme | facts | read | mapped | observations | right |", "|---|---|---|---|---|---|"]
    for theme in catalogue.themes:
        if counts := score.by_theme.get(theme.theme_id):
            cells = [str(counts[name]) for name in ("facts", "read", "mapped", "observations", "right")]
            lines.append(f"| {theme.name.en} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", "Misses:", "", *(f"- {miss}" for miss in score.misses)])


def made_up(reader: ReportReader, catalogue: Catalogue) -> str:
    """The same measures for each set of made-up excerpts, as Markdown."""
    lines = ["| set | texts | facts | quantities: recall | metrics: precision | metrics: recall | bounds | forbidden |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for path in MADE_UP:
        records = read_records(path)
        score = scored(records, reader, catalogue)
        shares = (
            (score.read, score.facts),
            (score.right_observations, score.observations),
            (score.mapped, score.facts),
            (score.right_bounds, score.read),
        )
        cells = [
            path.stem,
            len(records),
            score.facts,
            *(f"{part / whole:.3f}" for part, whole in shares),
            score.forbidden,
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def corpus(texts: Sequence[str]) -> list[str]:
    """The texts over and over, as reports of about 5 KB, 3 MB of UTF-8 in all."""
    reports: list[str] = []
    report, size, total, at = [], 0, 0, 0
    while total < CORPUS_BYTES:
        text = texts[at % len(texts)]
        at += 1
        report.append(text)
        size += len(text.encode())
        if size >= REPORT_BYTES:
            reports.append("\n".join(report))
            total += size
            report, size = [], 0
    return reports


def seconds(work: Callable[[], object]) -> float:
    """The best of a few rounds: what the machine can do when nothing else runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def speed(reader: ReportReader, catalogue: Catalogue, corpora: Mapping[str, Sequence[str]]) -> str:
    """Megabytes of UTF-8 a second on one core, by stage and in all, for each corpus; and the memory at the end."""
    lines = []
    for name, reports in corpora.items():
        megabytes = sum(len(report.encode()) for report in reports) / 1e6
        times, numbers = _stages(reader, catalogue, reports)
        lines += [f"{name}: {megabytes:.1f} MB, {numbers / megabytes / 1000:.1f} numbers a KB.", ""]
        lines += ["| stage | MB/s | ms a report of 5 KB |", "|---|---|---|"]
        lines += [f"| {stage} | {megabytes / each:.2f} | {each / megabytes * 5:.2f} |" for stage, each in times.items()]
        lines.append("")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    once, tenfold = (seconds(lambda text=text: reader.read(text, year=2023)) for text in _lengths(reports))
    lines.append(
        f"Best of {ROUNDS} rounds on one core. Peak memory {memory:.0f} MB. "
        f"One text of 1 MB takes {tenfold / once:.1f} times as long as one of 0.1 MB."
    )
    return "\n".join(lines)


def _stages(reader: ReportReader, catalogue: Catalogue, reports: Sequence[str]) -> tuple[dict[str, float], int]:
    """Seconds by stage for all reports, and how many numbers they hold."""
    quantities, matcher = QuantityReader(catalogue.classes_of), Matcher(catalogue)
    repaired = [repair(report).text for report in reports]
    found = [quantities.read(text) for text in repaired]
    layouts = [Layout(text) for text in repaired]
    times = {
        "repair": seconds(lambda: [repair(report) for report in reports]),
        "quantities": seconds(lambda: [quantities.read(text) for text in repaired]),
        "matching": seconds(lambda: [matcher.match(*each) for each in zip(layouts, found, strict=True)]),
    }
    times["these three"] = sum(times.values())
    times["all of a report (practices, problems, goals too)"] = seconds(
        lambda: [reader.read(report, year=2023) for report in reports]
    )
    return times, sum(map(len, found))


def _lengths(reports: Sequence[str]) -> tuple[str, str]:
    everything = "\n".join(reports)
    return tuple(everything.encode()[:size].decode(errors="ignore") for size in (100_000, 1_000_000))


def put(page: str, block: str, content: str) -> str:
    """A page with what stands between the marks of a block replaced."""
    begin, end = f"<!-- {block}: begin -->", f"<!-- {block}: end -->"
    before, rest = page.split(begin)
    return f"{before}{begin}\n{content}\n{end}{rest.split(end)[1]}"


def main() -> None:
    catalogue = load_catalogue(REPOSITORY / "data" / "catalogue")
    reader = ReportReader(catalogue)
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    records = read_records(given or RECORDS)
    tables = accuracy(scored(records, reader, catalogue), catalogue)
    print(tables)
    if given is None:
        others = made_up(reader, catalogue)
        print(f"\n{others}")
        corpora = {
            "The shipped report of 2023, whole": corpus([REPORT.read_text(encoding="utf-8")]),
            "The excerpts above, one after the other": corpus([record["text"] for record in records]),
        }
        measured = speed(reader, catalogue, corpora)
        print(f"\n{measured}")
        page = put(PAGE.read_text(encoding="utf-8"), "accuracy", tables)
        page = put(page, "made-up", others)
        PAGE.write_text(put(page, "speed", measured), encoding="utf-8")


if __name__ == "__main__":
    main()
