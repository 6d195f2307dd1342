"""Years that follow on each other, as one span."""

from collections.abc import Iterable


def spans(years: Iterable[int], comma: str) -> str:
    """2018–2020、2022 for 2018, 2019, 2020 and 2022.

    >>> spans([2022, 2018, 2019, 2020], "、")
    '2018–2020、2022'
    """
    found: list[list[int]] = []
    for year in sorted(set(years)):
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    return comma.join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)
