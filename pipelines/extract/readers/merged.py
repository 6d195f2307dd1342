"""What the cells say that one was merged over."""

import re

_AMOUNT = re.compile(r"[¥￥]?\s*-?[\d０-９,，]+(?:\.\d+)?\s*[十百千]?[万亿]?[元人次份件户场宗]{0,2}")
_DAY = re.compile(r"(?:19|20)\d{6}")


def fill_merged(rows: list[list[str]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Each of the cells that one was merged over says what it says; an amount is said once, or it would add up."""
    if min(first) < 0 or first[0] >= len(rows) or first[1] >= len(rows[first[0]]):
        return  # nothing stands there
    text = rows[first[0]][first[1]]
    if _AMOUNT.fullmatch(text) and not _DAY.fullmatch(text):
        return
    for row in range(first[0], min(last[0] + 1, len(rows))):
        for column in range(first[1], min(last[1] + 1, len(rows[row]))):
            rows[row][column] = text
