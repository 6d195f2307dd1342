"""On which days of a year things happen: working days, the Chinese New Year dip, the peaks of publicity."""

from datetime import date
from functools import cache

import numpy as np

_NEW_YEARS = {
    2016: (2, 8),
    2017: (1, 28),
    2018: (2, 16),
    2019: (2, 5),
    2020: (1, 25),
    2021: (2, 12),
    2022: (2, 1),
    2023: (1, 22),
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
}
"""Chinese New Year; a year that isn't listed takes the middle of its range."""
_MIDDLE = (2, 5)
_MONTHS = {
    "even": (10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    "street": (9, 8, 10, 10, 11, 11, 12, 12, 11, 10, 10, 9),
    "office": (8, 7, 11, 10, 10, 12, 9, 9, 11, 9, 12, 15),
    "publicity": (5, 4, 9, 9, 22, 19, 6, 6, 9, 7, 9, 26),
}
_WEEKENDS = {"even": 0.04, "street": 0.7, "office": 0.03, "publicity": 0.8}
_DIP = (-4, 10)  # days around Chinese New Year
_QUIET = 0.12
_CLOSED_SPRING = ((2020, 2), (2020, 3))  # months in which little was held
_CLOSED = 0.3

SEASONS = tuple(_MONTHS)


@cache
def year_days(year: int, season: str) -> tuple[np.ndarray, np.ndarray]:
    """(the year's days, the share of its events up to and with each)."""
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    months = days.astype("datetime64[M]").astype(int) % 12
    weekdays = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    weights = np.asarray(_MONTHS[season], dtype=float)[months]
    weights *= np.where(weekdays >= 5, _WEEKENDS[season], 1.0)
    new_year = np.datetime64(date(year, *_NEW_YEARS.get(year, _MIDDLE)))
    since = (days - new_year).astype(int)
    weights *= np.where((since >= _DIP[0]) & (since <= _DIP[1]), _QUIET, 1.0)
    october = np.datetime64(f"{year}-10-01")
    weights *= np.where((days >= october) & (days < october + 7), 0.4, 1.0)
    for closed_year, month in _CLOSED_SPRING:
        if closed_year == year:
            weights *= np.where(months == month - 1, _CLOSED, 1.0)
    passed = np.cumsum(weights)
    return days, passed / passed[-1]
