"""`python -m tests.catalogue.working_days_table`: freeze chinesecalendar's working days into data/catalogue.

To be run again when a new version of the package knows another year.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import chinese_calendar

FILE = Path(__file__).parents[2] / "data" / "catalogue" / "working_days.csv"
FIRST = date(2004, 1, 1)


def lines() -> Iterator[tuple[str, str, str]]:
    """(day, what, source): the calendar's first and last day, and every day that isn't as its weekday says."""
    source = f"chinesecalendar {version('chinesecalendar')}"
    day, last = FIRST, FIRST
    found = []
    while True:
        try:
            is_working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            break
        if is_working != (day.weekday() < 5):
            found.append((day.isoformat(), "working" if is_working else "holiday", source))
        last, day = day, day + timedelta(days=1)
    yield FIRST.isoformat(), "first", source
    yield from found
    yield last.isoformat(), "last", source


def main() -> None:
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("day", "what", "source"))
        writer.writerows(lines())


if __name__ == "__main__":
    main()
