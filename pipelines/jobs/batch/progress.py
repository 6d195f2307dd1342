"""How far a batch has come: a bar at a terminal, else a line now and then."""

from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from pipelines.jobs.batch.crew import Watch

SECONDS_A_LINE = 30.0


@contextmanager
def shown(console: Console) -> Generator[Watch]:
    """Something to tell how far the work is; what it shows goes to `console`, which is standard error."""
    if console.is_terminal:
        with _bar(console) as watch:
            yield watch
    else:
        yield _lines(console)


@contextmanager
def _bar(console: Console) -> Generator[Watch]:
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]:.0f}/s, {task.fields[refused]} refused"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    started = monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=None, pace=0.0, refused=0)

        def watch(done: int, total: int, refused: int) -> None:
            pace = done / max(monotonic() - started, 1e-3)
            progress.update(bar, completed=done, total=total, pace=pace, refused=refused)

        yield watch


def _lines(console: Console) -> Watch:
    started = last = monotonic()

    def watch(done: int, total: int, refused: int) -> None:
        nonlocal last
        if (now := monotonic()) - last >= SECONDS_A_LINE:
            last = now
            console.print(f"{done} of {total} files, {done / (now - started):.0f}/s, {refused} refused")

    return watch
