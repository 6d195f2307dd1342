"""Which day it is for the board."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The date in Asia/Shanghai."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
