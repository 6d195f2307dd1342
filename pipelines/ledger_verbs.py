"""`ledger …`: templates, checking, loading, locking, purging.  Parses, calls a job, prints; registered by cli.py."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.domain.errors import BadMapping
from pipelines.domain.ledgers import Coverage
from pipelines.jobs import build as building
from pipelines.jobs.export import write_export
from pipelines.jobs.ledgers import decide, load, template
from pipelines.jobs.ledgers import purge as purging
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.terminal import out, print_table, refusing
from pipelines.wording import say

app = typer.Typer(no_args_is_help=True, help="Ledgers (台账): templates, checking, loading, locking, purging.")

LedgerId = Annotated[str, typer.Option("--ledger", help="The kind of ledger, such as clean_ups.")]
Org = Annotated[str, typer.Option("--org", help="The organisation's id.")]
Mapped = Annotated[list[str] | None, typer.Option("--map", help="'their header=our column', kept for the next file.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
SHOWN = 20
PURGED = ("organisation", "ledger", "batch", "file", "since")


@app.command(name="template")
@refusing
def write_template(
    ledger: Annotated[str, typer.Argument(help="The kind of ledger.")],
    to: Annotated[Path | None, typer.Option(help="Default: LEDGER.xlsx here.")] = None,
) -> None:
    """Write the blank workbook of a ledger: drop-downs, notes, an example row."""
    target = to or Path(f"{ledger}.xlsx")
    write_export(target, template.ledger_template(Settings(), ledger))
    out.print(f"wrote {target}")


@app.command(name="check")
@refusing
def check_file(
    file: Annotated[Path, typer.Argument(help="A ledger: .xlsx, .xls, .et, .ods or .csv.")],
    ledger: LedgerId,
    org: Org,
    mapped: Mapped = None,
    marked: Annotated[Path | None, typer.Option(help="Write the file back here with the refused cells marked.")] = None,
) -> None:
    """Say what a file holds, what can't be loaded, and what loading it would change.  Stores nothing."""
    settings = Settings()
    asked = load.LedgerFile(file, ledger, org, _mapping(mapped))
    seen = load.inspect_ledger(settings, asked, today=building.today())
    _print_report(seen, settings.language)
    if marked is not None and seen.checked.refusals:
        content = template.marked_ledger(settings, seen.content, str(file), seen.checked.refusals)
        write_export(marked, content)
        out.print(f"wrote {marked}")
    if seen.checked.refusals:
        raise typer.Exit(1)


@app.command(name="load")
@refusing
def load_file(
    file: Annotated[Path, typer.Argument(help="A ledger: .xlsx, .xls, .et, .ods or .csv.")],
    ledger: LedgerId,
    org: Org,
    mapped: Mapped = None,
    covers_from: Day = None,
    covers_until: Day = None,
    good_rows: Annotated[bool, typer.Option(help="Load the good rows although others are refused.")] = False,
    yes: Annotated[bool, typer.Option(help="Changes of rows that were loaded before are meant.")] = False,
    replace: Annotated[bool, typer.Option(help="Take back loaded rows of the same days that the file lacks.")] = False,
) -> None:
    """Load a ledger file.  Builds nothing."""
    covers = Coverage(covers_from.date(), covers_until.date()) if covers_from and covers_until else None
    asked = load.LedgerFile(file, ledger, org, _mapping(mapped), covers)
    wish = load.Wish(good_rows, yes, replace)
    seen, batch = load.load_ledger(Settings(), asked, today=building.today(), wish=wish)
    changes = seen.difference
    withdrawn = f", {batch.withdrawn} taken back" if batch.withdrawn else ""
    out.print(
        f"loaded {batch.batch_id}: {batch.rows} rows ({len(changes.added)} new, {len(changes.changed)} changed, "
        f"{changes.same} as before{withdrawn}), {batch.covers_from} to {batch.covers_until}"
    )
    if batch.refused:
        out.print(f"{batch.refused} rows were refused and left out")
    if batch.late:
        out.print(f"{batch.late} rows are dated in a locked period and wait: ledger accept {batch.batch_id}")
    out.print("Next: python -m pipelines build")


@app.command()
@refusing
def lock(ledger: LedgerId, org: Org, until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]) -> None:
    """Lock a reported period: rows dated in it that come later wait as late rows (补录)."""
    decide.LedgerDesk(Settings(), org, ledger, Person()).lock(until.date())
    out.print(f"locked {org}/{ledger} until {until.date()}")


@app.command()
@refusing
def unlock(ledger: LedgerId, org: Org) -> None:
    """Open every period of a ledger again."""
    decide.LedgerDesk(Settings(), org, ledger, Person()).lock(None)
    out.print(f"unlocked {org}/{ledger}")


@app.command()
@refusing
def accept(batch: Annotated[str, typer.Argument(help="The loaded file's id.")], ledger: LedgerId, org: Org) -> None:
    """Let the late rows of a loaded file count."""
    count = decide.LedgerDesk(Settings(), org, ledger, Person()).accept_late(batch)
    out.print(f"accepted {count} late rows of {batch}")


@app.command()
@refusing
def purge(
    as_of: Day = None,
    yes: Annotated[
        bool, typer.Option(help="Delete them.  Rows and cards stay, with a note of what went when.")
    ] = False,
) -> None:
    """List the originals whose retention is over, of every organisation; delete them with --yes."""
    settings, today = Settings(), building.today()
    day = as_of.date() if as_of else today
    if yes:
        overdue = purging.purge_originals(settings, as_of=day, today=today)
    else:
        overdue = purging.overdue_originals(settings, as_of=day)
    if overdue:
        names = [say(f"ledger.purge.{name}", settings.language) for name in PURGED]
        print_table(tuple(names), [dict(zip(names, _purged(each), strict=True)) for each in overdue])
    code = "none" if not overdue else "done" if yes else "due"
    out.print(say(f"ledger.purge.{code}", settings.language, count=len(overdue), as_of=day))


def _purged(each: purging.Overdue) -> tuple[str, ...]:
    batch = each.batch
    return batch.organisation_id, batch.ledger_id, batch.batch_id, batch.name, each.since.isoformat()


def _mapping(mapped: list[str] | None) -> dict[str, str]:
    pairs = {}
    for each in mapped or ():
        header, equals, column = each.rpartition("=")
        if not equals or not header.strip() or not column.strip():
            raise BadMapping(where="--map", found=each)
        pairs[header.strip()] = column.strip()
    return pairs


def _print_report(seen: load.Inspected, language: str) -> None:
    checked, changes = seen.checked, seen.difference
    good = checked.rows.num_rows
    out.print(f"{seen.ledger.name.zh} {seen.ledger.name.en}: {checked.entries} rows, {good} can be loaded")
    for skipped in checked.skipped:
        where = f"{skipped.sheet}: " if skipped.sheet else ""
        rows = ", ".join(map(str, skipped.rows[:SHOWN]))
        out.print(f"  {where}{say(f'ledger.skipped.{skipped.code}', language)}: {rows}")
    if checked.unread_headers:
        out.print(f"  columns not read: {', '.join(checked.unread_headers)}")
    if checked.unread_sheets:
        out.print(f"  sheets not read: {', '.join(checked.unread_sheets)}")
    rows = [
        {
            "place": load.place_of(refusal.sheet, refusal.row, refusal.column, refusal.header),
            "found": refusal.found,
            "why": say(f"ledger.refusal.{refusal.code}", language, expected=refusal.expected),
        }
        for refusal in checked.refusals[: 10 * SHOWN]
    ]
    if rows:
        print_table(("place", "found", "why"), rows)
    if len(checked.refusals) > len(rows):
        out.print(f"… and {len(checked.refusals) - len(rows)} more")
    out.print(
        f"new {len(changes.added)}, changed {len(changes.changed)}, as before {changes.same}, "
        f"loaded earlier and not in this file {len(changes.missing)}"
    )
    if changes.changed:
        out.print(f"  would change: {', '.join(changes.changed[:SHOWN])}")
    if seen.late:
        out.print(f"{seen.late} rows are dated in the period locked until {seen.locked_until}: they would wait")
    if seen.same_as:
        out.print(f"this very file was loaded before: {seen.same_as}")
