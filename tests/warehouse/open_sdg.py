"""The progress method of Open SDG, worked from its published description, to hold beside ours.

Source: open-sdg.readthedocs.io, "Progress measurement methodology" (versions 2.4 and later), with a numeric target:
the yearly growth that is seen, divided by the yearly growth that would reach the target; 0.95 and more is substantial,
0.6 and more moderate, 0 and more limited, less is deterioration.  A target or a first value of zero is taken as 0.001.
"""

from collections.abc import Mapping

INVENTED = 0.001


def open_sdg(values: Mapping[int, float], *, first_year: int, target: float, target_year: int, rises: bool) -> str:
    """What Open SDG shows for one series: a status, nothing at all, or the error that it stops with."""
    target = target or INVENTED
    if not values:
        return "(empty)"
    year = max(values)
    if first_year not in values:
        first_year = min((each for each in values if each > first_year), default=year)
    first = values[first_year]
    is_met = values[year] >= target if rises else values[year] <= target
    if year - first_year < 1:
        return "target_achieved" if is_met else "(empty)"
    first = first or INVENTED
    needed = (target / first) ** (1 / (target_year - first_year)) - 1
    seen = (values[year] / first) ** (1 / (year - first_year)) - 1
    if needed == 0:
        return "(stops: division by zero)"
    if is_met:
        return "target_achieved"
    ratio = (1 if rises else -1) * seen / abs(needed)
    for least, status in ((0.95, "substantial_progress"), (0.6, "moderate_progress"), (0, "limited_progress")):
        if ratio >= least:
            return status
    return "deterioration"
