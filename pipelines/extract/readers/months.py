"""Which number formats show a year and a month and no day: 2023年5月 typed into a sheet is kept as its first day."""

import re

BUILT_IN = frozenset((17, 27, 36, 50, 52, 57))
"""mmm-yy, and 2023年5月 in a Chinese office program."""
_SAID = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def is_month(form: str) -> bool:
    """yyyy"年"m"月", yyyy-mm, mmm-yy; not what shows a day or an hour, or no year.

    >>> is_month('yyyy"年"m"月";@'), is_month("yyyy/m/d")
    (True, False)
    """
    marks = _SAID.sub("", form).split(";")[0].lower()
    return "y" in marks and "m" in marks and not set("dhs") & set(marks)
