"""`register …`: the store of decisions as a whole.  Registered by cli.py."""

from typing import Annotated

import typer
from rich.progress import Progress

from pipelines.jobs import moving
from pipelines.jobs.settings import Settings
from pipelines.register.engines import shown
from pipelines.terminal import err, out, refusing
from pipelines.wording import say

app = typer.Typer(no_args_is_help=True, help="The store of decisions as a whole (docs/register-in-postgresql.md).")


@app.callback()
def register() -> None:
    """A verb of its own each, however few they are."""


@app.command()
@refusing
def copy(
    to: Annotated[str, typer.Argument(help="The address of an empty store: postgresql+psycopg://… or sqlite:////….")],
) -> None:
    """Copy every decision into an empty store and prove there that the chain is the same.  Stop the board first."""
    settings = Settings()
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("copy", total=None)
        head = moving.copy_to(settings, to, lambda done, total: progress.update(task, completed=done, total=total))
    out.print(say("register.copied", settings.language, where=shown(to), length=head.length, hash=head.hash[:12]))
    where = "own_file" if moving.is_own_file(settings, to) else "url"
    out.print(say(f"register.next_{where}", settings.language, where=shown(to)))
