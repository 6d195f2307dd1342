"""`demo`: an empty folder → a data root of the synthetic district, with everything loaded and nothing built."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

import pipelines
from pipelines.catalogue import load_catalogue
from pipelines.demo import MANIFEST, MOST_ORGANISATIONS, SIMULATED, MadeFile, district, organisations
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import DemoRootNotEmpty, NotAFolder, TooManyMadeUp, YearsOutOfOrder
from pipelines.domain.ledgers import Coverage
from pipelines.jobs import documents
from pipelines.jobs.ledgers.load import LedgerFile, Wish, load_ledger
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings

MARKER = "synthetic"
FIRST_YEAR = 2005
"""The calendar of working days begins a year earlier."""
_STATED = ("goals.yml", "problems.yml", "key_results.yml")
_REAL_OWNER, _REAL_YEAR = "longjin", 2023
"""Whose goals the shipped catalogue follows, and of which report."""
_BROKEN = f"""# {SIMULATED}
- id: simulated_items
  day: {{year}}-01-01
  name: {{{{zh: 执法事项目录变更（{SIMULATED}）, en: List of enforcement items changed (simulated)}}}}
  basis: {{{{zh: {SIMULATED}：自该日起执法事项增加, en: 'Simulated: more items are enforced from this day on'}}}}
  metrics: [penalty_cases_filed, penalty_cases_online]
"""
_PUBLISHER = f"模拟街道办事处，{SIMULATED}"
_SOURCE = SIMULATED


@dataclass(frozen=True, slots=True)
class MadeRoot:
    """What was put into a root.  `planted`: the list of what is wrong with it on purpose."""

    path: Path
    documents: int
    ledgers: int
    rows: int
    refused: int
    planted: Path


def make_demo(  # noqa: PLR0913 -- the district's own five values
    root: Path,
    *,
    orgs: int,
    years: tuple[int, int],
    events_per_org: int,
    seed: int,
    as_of: date,
    watch: Callable[[MadeFile], None] | None = None,
) -> MadeRoot:
    """Fill an empty folder; `watch` is told of each file as it is made.

    Raises DemoRootNotEmpty, NotAFolder, TooManyMadeUp, YearsOutOfOrder, and what loading raises.  Whatever goes wrong
    leaves the folder as empty as it was.
    """
    _refuse(root, orgs, years, as_of)
    root.mkdir(parents=True, exist_ok=True)
    try:
        # the marker comes first: half a root is marked too
        (root / MARKER).write_text(f"{SIMULATED}\n", encoding="utf-8")
        _write_catalogue(Root(root).catalogue, orgs, years, as_of)
        return _fill(root, district(orgs, years, events_per_org, seed, as_of), years[0], as_of, watch)
    except BaseException:
        for path in root.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _refuse(root: Path, orgs: int, years: tuple[int, int], as_of: date) -> None:
    if root.is_file():
        raise NotAFolder(where=root)
    found = sorted(path.name for path in root.iterdir()) if root.is_dir() else []
    if found:
        raise DemoRootNotEmpty(where=root, found="、".join(found[:3]))
    if not 1 <= orgs <= MOST_ORGANISATIONS:
        raise TooManyMadeUp(where=root, found=orgs, limit=MOST_ORGANISATIONS)
    if not FIRST_YEAR <= years[0] <= years[1] <= as_of.year:
        raise YearsOutOfOrder(where=root, found=f"{years[0]}–{years[1]}", limit=as_of.isoformat())


def _write_catalogue(target: Path, orgs: int, years: tuple[int, int], as_of: date) -> None:
    """The shipped catalogue with the made-up organisations; what it follows of the real one goes to the first of them.

    Its goals move to the last report that is out, so that key results are due in the year that runs.
    """
    shutil.copytree(Path(pipelines.__file__).parents[1] / "data" / "catalogue", target)
    listed = organisations(orgs)
    text = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
    (target / "organisations.yml").write_text(f"# {SIMULATED}\n{text}", encoding="utf-8")
    source_year = max(years[0], min(years[1], as_of.year - 1))
    moved = {str(year): str(year + source_year - _REAL_YEAR) for year in (_REAL_YEAR, _REAL_YEAR + 1)}
    for name in _STATED:
        text = (target / name).read_text(encoding="utf-8")
        text = re.sub(rf"\b{_REAL_OWNER}\b", listed[1]["id"], text)
        text = re.sub("|".join(moved), lambda found: moved[found[0]], text)
        (target / name).write_text(f"# {SIMULATED}\n{text}", encoding="utf-8")
    with (target / "breaks.yml").open("a", encoding="utf-8") as file:
        file.write(_BROKEN.format(year=max(years[0], as_of.year - 4)))


def _fill(
    root: Path, files: Iterator[MadeFile], first_year: int, as_of: date, watch: Callable[[MadeFile], None] | None
) -> MadeRoot:
    settings = Settings(data=root)
    papers: list[Path] = []
    ledgers = rows = refused = 0
    catalogue, covers = load_catalogue(Root(root).catalogue), Coverage(date(first_year, 1, 1), as_of)
    with tempfile.TemporaryDirectory(dir=root, prefix=".made-") as folder:
        for made in files:
            path = Path(folder) / made.name
            path.write_bytes(made.content)
            if made.kind in ("report", "document"):
                papers.append(path)
            elif made.kind == "ledger":
                seen = _load(settings, path, made, catalogue, covers)
                ledgers, rows, refused = ledgers + 1, rows + seen[0], refused + seen[1]
                path.unlink()
            elif made.kind == "map":
                Root(root).maps.mkdir(exist_ok=True)
                path.rename(Root(root).maps / made.name)
            else:
                path.rename(root / MANIFEST)
            if watch:
                watch(made)
        intake = documents.Intake(publisher=_PUBLISHER, source=_SOURCE)
        documents.ingest(settings, papers, intake)
    return MadeRoot(root, len(papers), ledgers, rows, refused, root / MANIFEST)


def _load(settings: Settings, path: Path, made: MadeFile, catalogue: Catalogue, covers: Coverage) -> tuple[int, int]:
    """(rows loaded, rows refused) of one ledger's file."""
    assert made.ledger_id is not None and made.organisation_id is not None
    # a list of people or towers speaks for every day, however few its dates are
    file = LedgerFile(path, made.ledger_id, made.organisation_id, {}, covers)
    _, batch = load_ledger(
        settings, file, today=covers.last, wish=Wish(good_rows=made.bad_rows > 0), catalogue=catalogue
    )
    return batch.rows, batch.refused
