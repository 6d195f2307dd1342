"""The files of data/catalogue → one `Catalogue`, or one refusal that names every fault at once."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from pipelines.catalogue import (
    break_shapes,
    correction_shapes,
    duty_shapes,
    form_shapes,
    ledger_shapes,
    peer_shapes,
    progress_shapes,
    query_shapes,
    rubric_shapes,
    shapes,
    theme_shapes,
)
from pipelines.catalogue.faults import Fault, told
from pipelines.catalogue.laid_over import Overlay, key_of
from pipelines.catalogue.promises import broken_promises
from pipelines.catalogue.strict import NotYaml, parsed
from pipelines.domain.catalogue import Catalogue, TableWords
from pipelines.domain.changes import Change
from pipelines.domain.errors import CatalogueRefused, MissingFile
from pipelines.domain.forms import Form
from pipelines.domain.peers import Comparison
from pipelines.domain.progress import Progress
from pipelines.domain.working_days import WorkingDays


def catalogue_files(folder: Path) -> list[Path]:
    """Every file that the catalogue is made of, in a fixed order."""
    return sorted([*folder.rglob("*.yml"), *folder.rglob("*.csv")])


SHAPE_FAULTS = (
    "string_too_short",
    "too_short",
    "literal_error",
    "string_pattern_mismatch",
    "missing",
    "greater_than_equal",
    "less_than_equal",
    "decimal_parsing",
    "date_from_datetime_parsing",
)
"""What pydantic calls the faults of shape that are said in Chinese too."""


@dataclass
class _Reading:
    """The catalogue's files as they are read: from where, what is laid over them, and what is wrong so far."""

    folder: Path
    overlay: Overlay
    faults: list[Fault] = field(default_factory=list)


def load_catalogue(folder: Path, laid_over: Sequence[Change] = ()) -> Catalogue:
    """The catalogue under `folder`, with changes made on a page laid over its files in the order given.

    Raises MissingFile where the folder or one of its fixed files isn't there, and CatalogueRefused with all changes
    that don't fit and all faults of shape, or, where there are none, all broken promises.
    """
    reading = _Reading(folder, Overlay(laid_over))

    def entries(path: Path, shape: type[BaseModel]) -> list[Any]:
        listed = TypeAdapter(list[shape])  # ty: ignore[invalid-type-form]
        return _validated(path, listed, reading) or []

    def optional(name: str, shape: type[BaseModel]) -> list[Any]:
        """The entries of a file that a board may go without."""
        path = folder / name
        return entries(path, shape) if path.is_file() else []

    def single(name: str, shape: type[BaseModel]) -> tuple[Any, ...]:
        return tuple(entry.value() for entry in entries(folder / name, shape))

    def lines_of(head: rubric_shapes.RubricEntry) -> list[Any]:
        path = folder / rubric_shapes.FOLDER / f"{head.id}.yml"
        return entries(path, rubric_shapes.RubricItemEntry) if path.is_file() else []

    themes = single("themes.yml", shapes.ThemeEntry)
    metrics = tuple(
        entry.value(path.stem)
        for path in sorted((folder / "metrics").glob("*.yml"))
        for entry in entries(path, shapes.MetricEntry)
    )
    ledgers = tuple(
        entry.value(path.stem)
        for path in sorted((folder / "ledgers").glob("*.yml"))
        if (entry := _validated(path, TypeAdapter(ledger_shapes.LedgerEntry), reading))
    )
    rubrics = tuple(
        rubric_shapes.rubric(head, lines_of(head)) for head in optional(rubric_shapes.FILE, rubric_shapes.RubricEntry)
    )
    form_file = folder / "enforcement_form.yml"  # an office that exports no such form needs none
    form = _validated(form_file, TypeAdapter(form_shapes.FormEntry), reading) if form_file.is_file() else None
    corrections = optional(correction_shapes.FILE, correction_shapes.CorrectionEntry)
    peers_file = folder / peer_shapes.FILE  # where nothing is compared none is needed
    peers = _validated(peers_file, TypeAdapter(peer_shapes.PeersEntry), reading) if peers_file.is_file() else None
    rule_shape = TypeAdapter(dict[shapes.Id, list[shapes.RuleEntry]])
    rules = tuple(
        rule.value(metric_id)
        for path in sorted((folder / "lookups" / "matching").glob("*.yml"))
        for metric_id, listed in (_validated(path, rule_shape, reading) or {}).items()
        for rule in listed
    )
    counter_shape = TypeAdapter(dict[shapes.Id, list[shapes.Text]])
    counters = _validated(folder / "lookups" / "counters.yml", counter_shape, reading) or {}
    tables = _validated(folder / "lookups" / "tables.yml", TypeAdapter(shapes.TablesEntry), reading)
    highlights = _validated(folder / "highlights.yml", TypeAdapter(list[shapes.Id]), reading) or []
    order = {theme.theme_id: position for position, theme in enumerate(themes)}
    catalogue = Catalogue(
        themes=themes,
        owners=single("owners.yml", shapes.OwnerEntry),
        organisations=single("organisations.yml", shapes.OrganisationEntry),
        metrics=tuple(sorted(metrics, key=lambda metric: order.get(metric.theme_id, len(order)))),
        rules=rules,
        practices=single("practices.yml", shapes.PracticeEntry),
        problems=single("problems.yml", shapes.ProblemEntry),
        goals=single("goals.yml", shapes.GoalEntry),
        highlights=tuple(highlights),
        counters={name: tuple(listed) for name, listed in counters.items()},
        progress=Progress(
            derived=single("derived.yml", progress_shapes.DerivedEntry),
            key_results=single("key_results.yml", progress_shapes.KeyResultEntry),
            statutory_dates=single("statutory_dates.yml", progress_shapes.StatutoryDateEntry),
            status_rules=_status_rules(folder / "status_rules.csv", reading),
        ),
        tables=tables.value() if tables else TableWords(),
        ledgers=ledgers,
        form=form.value() if form else Form(),
        working_days=_working_days(folder / "working_days.csv", reading),
        corrections=tuple(entry.value_of() for entry in corrections),
        duties=tuple(entry.value() for entry in optional(duty_shapes.FILE, duty_shapes.DutyEntry)),
        breaks=tuple(entry.value() for entry in optional(break_shapes.FILE, break_shapes.BreakEntry)),
        queries=tuple(entry.value() for entry in optional(query_shapes.FILE, query_shapes.QueryEntry)),
        comparison=peers.value() if peers else Comparison(),
        theme_views=tuple(entry.value() for entry in optional(theme_shapes.FILE, theme_shapes.ThemeViewEntry)),
        rubrics=rubrics,
    )
    reading.overlay.finish()
    faults = [*reading.overlay.faults, *reading.faults] or broken_promises(catalogue)
    if faults:
        listed = tuple(fault.refusal() for fault in reading.overlay.marked(faults))
        raise CatalogueRefused(where=folder, count=len(listed), faults=listed)
    return catalogue


def _status_rules(path: Path, reading: _Reading) -> tuple[tuple[str, Decimal], ...]:
    rules = _validated(path, TypeAdapter(list[progress_shapes.StatusRuleEntry]), reading, parse=lines) or []
    return tuple((rule.rule, rule.value) for rule in rules)


def _working_days(path: Path, reading: _Reading) -> WorkingDays | None:
    listed = _validated(path, TypeAdapter(list[ledger_shapes.WorkingDayEntry]), reading, parse=lines) or []
    ends = {line.what: line.day for line in listed if line.what in ("first", "last")}
    if len(ends) < 2:
        reading.faults.append(
            Fault(path.name, "first, last", "no such lines", "write the calendar's first and last day")
        )
        return None
    exceptions = frozenset(line.day for line in listed if line.what in ("holiday", "working"))
    for line in listed:
        if line.what in ("holiday", "working") and (line.day.weekday() < 5) != (line.what == "holiday"):
            todo = "a holiday is a weekday, a working day a weekend"
            reading.faults.append(Fault(path.name, line.day.isoformat(), line.what, todo))
    return WorkingDays(ends["first"], ends["last"], exceptions, listed[0].source)


def lines(text: str) -> list[dict[str, str]]:
    """The lines of a csv by their columns."""
    return [{str(key): value for key, value in line.items()} for line in csv.DictReader(io.StringIO(text))]


def _validated(path: Path, shape: TypeAdapter, reading: _Reading, *, parse: Callable[[str], Any] = parsed) -> Any:
    """The file's content, with what is laid over it, in `shape`; or None with the faults noted."""
    if not path.is_file():
        raise MissingFile(where=path)
    try:
        content = parse(path.read_text(encoding="utf-8"))
        content = reading.overlay.over(path.relative_to(reading.folder).as_posix(), content)
        return shape.validate_python(content, by_alias=True)
    except NotYaml as error:
        where = f"line {error.line}" if error.line else "the file"
        reading.faults.append(Fault(path.name, where, error.problem, "write valid YAML, each key once"))
    except UnicodeDecodeError as error:
        reading.faults.append(Fault(path.name, f"byte {error.start}", "not UTF-8", "save the file as UTF-8"))
    except ValidationError as error:
        reading.faults.extend(_fault(path, content, detail) for detail in error.errors())
    return None


def _fault(path: Path, content: Any, detail: Any) -> Fault:
    """One fault of shape, placed by the entry's own id where it has one."""
    place = [str(step) for step in detail["loc"]]
    if isinstance(content, list) and place and place[0].isdigit():
        entry = content[int(place[0])]
        if isinstance(entry, dict) and key_of(path.name) in entry:
            place[0] = str(entry[key_of(path.name)])
    found = detail["input"] if not isinstance(detail["input"], dict) else "; ".join(map(str, detail["input"]))
    code = detail["type"] if detail["type"] in SHAPE_FAULTS else "other"
    parts = {name: detail.get("ctx", {}).get(name, "") for name in ("expected", "ge", "le")}
    todo = told(f"shape.{code}", message=detail["msg"], **parts)
    return Fault(path.name, ".".join(place) or "the file", repr(found), todo)
