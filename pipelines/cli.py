"""The verbs: parse, call a job, print.  Exit 0 done, 1 refused with a message, 2 wrong usage."""

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from pipelines import change_verbs, ledger_verbs, register_verbs
from pipelines.domain.errors import BadYears, FolderWithoutTables, MixedIntake
from pipelines.jobs import approving, backup, demo, dictionary, documents, inspect, marked, show
from pipelines.jobs import build as building
from pipelines.jobs import export as exporting
from pipelines.jobs import verify as verifying
from pipelines.jobs.batch import progress
from pipelines.jobs.batch import run as batch
from pipelines.jobs.mass import store as mass
from pipelines.jobs.settings import Settings
from pipelines.terminal import err, out, print_table, refusing
from pipelines.wording import explain, say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(ledger_verbs.app, name="ledger")
app.add_typer(change_verbs.app, name="changes")
app.add_typer(register_verbs.app, name="register")


class Shown(StrEnum):
    metrics = "metrics"
    goals = "goals"
    progress = "progress"
    problems = "problems"
    practices = "practices"
    reconciliation = "reconciliation"
    signing = "signing"
    unmapped = "unmapped"
    editions = "editions"
    quality = "quality"


class Exported(StrEnum):
    enforcement = "enforcement"


class RowFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class ExtractFormat(StrEnum):
    jsonl = "jsonl"
    table = "table"
    text = "text"
    html = "html"


class Extent(StrEnum):
    whole = "whole"
    excerpt = "excerpt"


class Nature(StrEnum):
    original = "original"
    restatement = "restatement"


class DocumentType(StrEnum):
    annual_report = "annual_report"
    draft_report = "draft_report"
    enforcement_data = "enforcement_data"
    disclosure_report = "disclosure_report"


def main() -> None:
    app()


@app.command()
@refusing
def check() -> None:
    """Prove the catalogue and the documents' cards; build nothing."""
    counts = ", ".join(f"{count} {name}" for name, count in inspect.check(Settings()).items())
    for warning in inspect.warned(Settings()):
        out.print(f"warning: {explain(warning, Settings().language)}")
    out.print(f"ok: {counts}")


@app.command(name="dictionary")
@refusing
def print_dictionary() -> None:
    """Print the data dictionary, as docs/data-dictionary.md has it."""
    sys.stdout.write(dictionary.dictionary_markdown())


@app.command()
@refusing
def extract(
    file: Annotated[str, typer.Argument(help="A report, - for standard input, or a folder with --to.")],
    org: Annotated[str | None, typer.Option(help="The organisation's id.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the report is about.")] = None,
    format: Annotated[ExtractFormat, typer.Option(help="How to print it.")] = ExtractFormat.jsonl,
    to: Annotated[Path | None, typer.Option(help="Read a folder into Parquet tables in this one.")] = None,
) -> None:
    """Read one report and print what it states; or a folder of them into tables.  The data root stays as it is."""
    if to is not None:
        _extract_folder(Path(file), to, batch.Said(org, year))
        return
    if Path(file).is_dir():
        raise FolderWithoutTables(where=file)
    settings = Settings()
    content = documents.read_stream(sys.stdin.buffer, settings, where="-") if file == "-" else None
    seen = inspect.extract(settings, file, content=content, organisation_id=org, year=year)
    found = seen.found
    for note in found.repaired.read.notes if found.repaired.read else ():
        err.print(f"{file}: {say(f'note.{note.code}', settings.language, found=note.found)}")
    if format is ExtractFormat.text:
        sys.stdout.write(found.repaired.text)
    elif format is ExtractFormat.html:
        sys.stdout.write(
            marked.page(found, seen.ignored, seen.catalogue, title=Path(file).name, language=Settings().language)
        )
    elif format is ExtractFormat.jsonl:
        for line in show.extraction_lines(found):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    else:
        columns = ("type", "name", "value", "qualifier", "unit", "quote", "sentence")
        print_table(columns, [_brief(line) for line in show.extraction_lines(found)])


def _extract_folder(folder: Path, to: Path, said: batch.Said) -> None:
    with progress.shown(err) as watch:
        summary = batch.extract_folder(Settings(), folder, to, said=said, watch=watch)
    rows = summary.rows
    kept = f" ({summary.kept} were read before)" if summary.kept else ""
    out.print(f"read {rows['documents']} of {summary.files} files{kept}: {to}")
    out.print(", ".join(f"{name} {count}" for name, count in rows.items()))


@app.command()
@refusing
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Reports to load (.docx, .pdf, .xlsx, .html, .txt …).")],
    org: Annotated[str | None, typer.Option(help="The organisation's id; else proposed from the text.")] = None,
    year: Annotated[int | None, typer.Option(help="The report's year; else proposed from the text.")] = None,
    title: Annotated[str | None, typer.Option()] = None,
    publisher: Annotated[str | None, typer.Option(help="Default: the organisation's full name.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the file came from.")] = None,
    published_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    extent: Annotated[Extent | None, typer.Option(help="Is this the whole report? Default: whole.")] = None,
    nature: Annotated[Nature | None, typer.Option(help="Are these its own words? Default: original.")] = None,
    kind: Annotated[DocumentType | None, typer.Option("--type", help="Default: as its title says.")] = None,
) -> None:
    """Copy reports, or tables of mass data (observations.parquet), into the data root.  Builds nothing."""
    published = published_on.date() if published_on else None
    intake = documents.Intake(org, year, title, publisher, source, published, extent, nature, kind)
    if any(path.suffix == ".parquet" for path in paths):
        _ingest_tables(paths, intake)
        return
    for card in documents.ingest(Settings(), paths, intake):
        marked = "" if card.type == "annual_report" else f"{card.type}, "
        out.print(f"{card.document_id}: {card.title} ({card.organisation_id}, {card.year}, {marked}{card.extent})")
    out.print("Next: python -m pipelines build")


def _ingest_tables(paths: list[Path], intake: documents.Intake) -> None:
    if len(paths) > 1 or intake != documents.Intake():
        raise MixedIntake(where=next(path for path in paths if path.suffix == ".parquet"))
    data = mass.ingest_tables(Settings(), paths[0])
    counts = ", ".join(f"{name} {table['rows']}" for name, table in data.tables.items())
    out.print(f"{data.mass_id}: {counts}")
    out.print("Next: python -m pipelines build")


@app.command()
@refusing
def build(
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Default: today in Shanghai.")] = None,
) -> None:
    """Build an edition from the data root, check it, and publish it."""
    outcome = building.build(Settings(), as_of=_date(as_of))
    manifest = outcome.manifest
    word = "published" if outcome.is_published else "candidate"
    out.print(f"{word} {manifest.edition_id}{'' if outcome.is_new else ' (unchanged)'}")
    out.print(", ".join(f"{name.removeprefix('marts.')} {count}" for name, count in manifest.rows.items()))
    for check_id, count in manifest.warnings.items():
        out.print(f"warning: {check_id}: {count}")


@app.command(name="demo")
@refusing
def make_demo(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")] = Path("demo-data"),
    orgs: Annotated[int, typer.Option(help="How many made-up subdistricts.")] = 22,
    years: Annotated[str, typer.Option(help="First and last year, such as 2018-2025.")] = "",
    events_per_org: Annotated[int, typer.Option(help="Ledger rows a subdistrict and year, about.")] = 3_000,
    seed: Annotated[int, typer.Option(help="Another seed makes another district.")] = 1,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Default: today in Shanghai.")] = None,
) -> None:
    """Fill an empty folder with a made-up district (模拟数据): reports and ledgers of every kind.  Builds nothing."""
    today = _date(as_of) or building.today()
    first, _, last = (years or f"2018-{today.year}").partition("-")
    if not (first.isdigit() and last.isdigit()):
        raise BadYears(where="--years", found=years)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("demo", total=None)
        made = demo.make_demo(
            folder,
            orgs=orgs,
            years=(int(first), int(last)),
            events_per_org=events_per_org,
            seed=seed,
            as_of=today,
            watch=lambda file: progress.update(task, advance=1, description=file.name),
        )
    out.print(f"made {folder}: {made.documents} documents, {made.ledgers} ledgers, {made.rows} rows (模拟数据)")
    out.print(f"{made.refused} rows are refused on purpose; what was planted: {made.planted}")
    out.print(f"Next: FAZHI_DATA={folder} python -m pipelines build")


@app.command()
@refusing
def publish(edition: Annotated[str, typer.Argument(help="The candidate's id.")]) -> None:
    """Publish a candidate, or go back to an earlier edition."""
    approving.publish(Settings(), edition)
    out.print(f"published {edition}")


@app.command()
@refusing
def export(
    what: Annotated[Exported, typer.Argument(help="enforcement: the yearly enforcement data in the provincial form.")],
    org: Annotated[str, typer.Option(help="The organisation's id.")],
    year: Annotated[int, typer.Option()],
    to: Annotated[Path | None, typer.Option(help="Default: WHAT-ORG-YEAR.xlsx here.")] = None,
) -> None:
    """Write figures of the published edition as a file."""
    target = to or Path(f"{what.value}-{org}-{year}.xlsx")
    exporting.write_export(target, exporting.export_enforcement(Settings(), org, year))
    out.print(f"wrote {target}")


@app.command(name="show")
@refusing
def show_rows(
    what: Annotated[Shown, typer.Argument()],
    org: Annotated[str | None, typer.Option()] = None,
    year: Annotated[int | None, typer.Option()] = None,
    format: Annotated[RowFormat, typer.Option()] = RowFormat.table,
) -> None:
    """Print rows of the published edition."""
    rows = show.rows(Settings(), what.value, organisation_id=org, year=year)
    if format is RowFormat.json:
        sys.stdout.write(show.as_json(rows) + "\n")
    elif format is RowFormat.csv:
        sys.stdout.write(show.as_csv(rows))
    else:
        print_table(show.brief_columns(what.value), rows)


@app.command()
@refusing
def verify(
    edition: Annotated[str | None, typer.Argument(help="Default: the published one.")] = None,
    backups: Annotated[
        list[Path] | None, typer.Option("--backup", help="Hold the decisions against this backup too (repeatable).")
    ] = None,
) -> None:
    """Prove that an edition still agrees with its manifest, its inputs and the documents' words."""
    manifest, opened = verifying.verify(Settings(), edition)
    out.print(f"ok: {manifest.edition_id}: {len(manifest.inputs)} inputs, {opened} figures stand in their documents")
    if count := verifying.verify_register(Settings(), [backup.anchor_of(each) for each in backups or ()]):
        out.print(f"ok: register: {count} decisions, none changed, removed or inserted")
    if unopened := verifying.figures_without_document(Settings(), manifest.edition_id):
        out.print(f"{unopened} figures came from tables: their sentences are kept, and no document is there to open")


@app.command(name="backup")
@refusing
def make_backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as fazhi-2026-11-30.zip.")],
) -> None:
    """Write catalogue, documents, ledgers, materials and decisions into one file; editions are built again from it."""
    head, count = backup.backup(Settings(), file)
    out.print(f"ok: {file}: {count} files, {head.length} decisions up to {head.hash[:12]}")


@app.command()
@refusing
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    to: Annotated[Path, typer.Option(help="The folder to restore into: empty, or not there yet.")],
) -> None:
    """Unpack a backup into a new data root, every file and decision proved before it is there."""
    head, count = backup.restore(file, to)
    out.print(f"ok: {to}: {count} files, {head.length} decisions up to {head.hash[:12]}")
    if Settings().register_url:
        out.print(say("register.restored", Settings().language, where=to))
    out.print(f"next: FAZHI_DATA={to} python -m pipelines build")


def _brief(line: dict) -> dict:
    name = next((line[key] for key in ("name", "metric_id", "practice_id") if line.get(key)), "")
    return {**line, "name": name}


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
