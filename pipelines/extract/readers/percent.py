"""Whether a spreadsheet's number format shows %, and with how many decimals."""

import re

BUILT_IN = {9: 0, 10: 2}
"""Excel's own formats in %, by number."""
_QUOTED = re.compile(r'"[^"]*"|\\.')
_DECIMALS = re.compile(r"\.([0#?]+)")


def decimals_of(code: str) -> int | None:
    """The decimals of a format that shows % (0.0% has one); None for any other.  A % in quotes is a mere word."""
    shown = _QUOTED.sub("", code).split(";")[0]
    if "%" not in shown:
        return None
    decimals = _DECIMALS.search(shown)
    return min(len(decimals[1]), 6) if decimals else 0
