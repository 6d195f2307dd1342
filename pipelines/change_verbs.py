"""`changes …`: what was changed of the catalogue on the page 设置, listed and taken back.  Registered by cli.py."""

from typing import Annotated

import typer

from pipelines.domain.changes import Change
from pipelines.domain.register import canonical
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.catalogue import entry_events
from pipelines.jobs.people import Person
from pipelines.jobs.register import last_of
from pipelines.jobs.settings import Settings
from pipelines.register import changes_of, entry_subject
from pipelines.terminal import out, print_table, refusing

app = typer.Typer(no_args_is_help=True, help="Changes of the catalogue made on the page 设置 (Administration).")

COLUMNS = ("change", "entry", "kind", "from", "fields")


@app.command(name="list")
@refusing
def list_changes() -> None:
    """List the changes that stand, in the order in which they are laid over the files."""
    rows = [dict(zip(COLUMNS, _row(change), strict=True)) for change in changes_of(entry_events(Settings()))]
    print_table(COLUMNS, rows)


@app.command()
@refusing
def undo(
    entry: Annotated[str, typer.Argument(help="FILE/ID, as `changes list` prints it.")],
    change: Annotated[list[str] | None, typer.Option(help="Only this change (may be repeated).")] = None,
    why: Annotated[str, typer.Option(help="Your reason.")] = "",
) -> None:
    """Take back the changes of one entry: back to what the file says, as a new event."""
    settings = Settings()
    file, _, entry_id = entry.rpartition("/")
    at = EntryAt(file, entry_id, last_of(settings, entry_subject(file, entry_id)))
    event = Administration(settings, Person()).undo(at, change or (), why=why)
    out.print(f"undone: {len(event.payload['undoes'])} change(s) of {entry}; the next build has it")


def _row(change: Change) -> tuple[str, str, str, str, str]:
    return change.event_id, change.place, change.kind, change.starts.isoformat(), canonical(change.entry)
