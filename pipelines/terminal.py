"""What every verb needs of a terminal: where it prints, and how a refusal is said."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console
from rich.table import Table

from pipelines.domain.errors import BoardError, SystemRefused
from pipelines.jobs import show
from pipelines.wording import explain, languages

Verb = ParamSpec("Verb")

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def refusing(verb: Callable[Verb, None]) -> Callable[Verb, None]:
    """A verb that says a refusal in the reader's language and exits 1."""

    @wraps(verb)
    def run(*args: Verb.args, **kwargs: Verb.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except BoardError as error:
            err.print(explain(error, _spoken()))
            raise typer.Exit(1) from None
        except OSError as error:
            name = errno.errorcode.get(error.errno or 0, type(error).__name__)
            err.print(explain(SystemRefused(where=error.filename or "-", found=name), _spoken()))
            raise typer.Exit(1) from None

    return run


def _spoken() -> str:
    """The reader's language, also where it is a setting that can't be used."""
    said = os.environ.get("FAZHI_LANGUAGE", "")
    return said if said in languages() else "zh"


def print_table(columns: tuple[str, ...], rows: list[dict]) -> None:
    """Rows under their columns, as wide as the terminal."""
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(show.cell(row.get(column)) for column in columns))
    Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 200).print(table)
    if not rows:
        out.print("(no rows)")
