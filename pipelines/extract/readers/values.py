"""A cell's value as the text that a ledger is read from."""

from datetime import date, datetime

from pipelines.extract.readers.sheets import Value, shown

_DIGITS_KEPT = 1e15
"""A longer number has lost its last digits in the sheet already: it is shown as a sheet shows it (2.02E+17)."""


def stored(value: Value) -> str:
    """A day as 2024-01-12, with its hour only where it has one; everything else as it is shown."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and abs(value) >= _DIGITS_KEPT and value.is_integer():
        return f"{value:.14E}"
    return value if isinstance(value, str) else shown(value)
