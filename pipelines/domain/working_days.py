"""The statutory working days, as data with an end: nothing is said of a day outside them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property


@dataclass(frozen=True)
class WorkingDays:
    """A calendar from `first` to `last`.  `exceptions`: weekdays that are holidays, and weekends that are worked.

    `source` names the package and version that it was taken from.
    """

    first: date
    last: date
    exceptions: frozenset[date]
    source: str

    def is_working(self, day: date) -> bool | None:
        """None outside the calendar."""
        if not self.first <= day <= self.last:
            return None
        return (day.weekday() < 5) != (day in self.exceptions)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """How many working days there are up to and with each day, from `first` on."""
        numbers, count = [], 0
        for offset in range((self.last - self.first).days + 1):
            count += bool(self.is_working(self.first + timedelta(days=offset)))
            numbers.append(count)
        return tuple(numbers)
