"""等次: grades from marks by bands and quotas, with ties, groups, rounding and the least gap as the rubric has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from pipelines.assess.rules import EXACT
from pipelines.domain.assessments import Grade, Quota, Rubric
from pipelines.domain.errors import GradesTied, QuotaUnmet

_WAYS = {"down": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "up": ROUND_CEILING}


@dataclass(frozen=True, slots=True)
class Graded:
    """An organisation's grade and why: `by` its marks (bands), a quota that was full (quota), equals at the last place
    who all went down (tie), or a veto.

    `position`: among its group, equals sharing the better place.  `missed`: the grade that its marks alone would give,
    where it has another.
    """

    grade_id: str
    by: str
    position: int
    missed: str = ""


def graded(
    rubric: Rubric,
    marks: Mapping[str, Decimal],
    groups: Mapping[str, str],
    vetoed: Sequence[str] = (),
) -> dict[str, Graded]:
    """Every organisation's grade; `groups`: organisation → the group whose places it competes for (default: one).

    Raises QuotaUnmet where a grade must go to more organisations than marks allow, and GradesTied where equals stand at
    the last place and the rubric wants people to decide.
    """
    found: dict[str, Graded] = {}
    for group in sorted({groups.get(each, "") for each in marks}):
        members = {each: mark for each, mark in marks.items() if groups.get(each, "") == group}
        found |= _of_group(rubric, members, frozenset(vetoed), group)
    return found


def _of_group(rubric: Rubric, marks: Mapping[str, Decimal], vetoed: frozenset[str], group: str) -> dict[str, Graded]:
    grades, quota = rubric.grades, rubric.quota
    order = sorted(marks, key=lambda each: (-marks[each], each))
    places: dict[str, int] = {}
    for at, each in enumerate(order):
        is_equal = at > 0 and marks[order[at - 1]] == marks[each]
        places[each] = places[order[at - 1]] if is_equal else at + 1
    found: dict[str, Graded] = {}
    waiting = [each for each in order if each not in vetoed]
    gone_down: dict[str, str] = {}
    struck = vetoed & set(marks)
    by_veto = {each: _veto_grade(rubric, marks[each]) for each in struck}
    for grade in grades:
        is_last = grade is grades[-1]
        able = waiting if is_last else [each for each in waiting if marks[each] >= grade.at_least]
        room = None if is_last else places_of(grade.most_share, len(marks), quota)
        taken = able if room is None or len(able) <= room else _first(able, room, marks, grade, quota, group)
        # equals whose places wouldn't come to all of them went down together; whoever stands behind, by the quota
        is_tied = room is not None and len(taken) < room
        for at in range(len(taken), len(able)):
            if at > len(taken):
                is_tied = is_tied and _is_equal(marks[able[at - 1]], marks[able[at]], quota)
            gone_down.setdefault(able[at], "tie" if is_tied else "quota")
        for each in taken:
            found[each] = Graded(grade.grade_id, gone_down.get(each, "bands"), places[each])
        waiting = [each for each in waiting if each not in found]
        with_it = len(taken) + sum(grade_id == grade.grade_id for grade_id in by_veto.values())
        _prove_enough(grade, with_it, len(marks), quota, group)
    for each in struck:
        found[each] = Graded(by_veto[each], "veto", places[each])
    return {each: _with_missed(found[each], marks[each], grades) for each in order}


def places_of(share: Decimal | None, size: int, quota: Quota) -> int | None:
    """How many places a share (0–100 %) of a group comes to; None where there is no share."""
    if share is None:
        return None
    places = EXACT.divide(EXACT.multiply(share, Decimal(size)), Decimal(100))
    return int(places.to_integral_value(_WAYS[quota.rounding]))


def _first(
    able: Sequence[str], room: int, marks: Mapping[str, Decimal], grade: Grade, quota: Quota, group: str
) -> Sequence[str]:
    """Those who get the places: with equals at the last place as the quota has it."""
    if room == 0:
        return ()
    start = end = room
    while end < len(able) and _is_equal(marks[able[end - 1]], marks[able[end]], quota):
        end += 1
    if end == room:
        return able[:room]
    while start > 0 and _is_equal(marks[able[start - 1]], marks[able[start]], quota):
        start -= 1
    if quota.ties == "refuse":
        tied = list(able[start:end])
        raise GradesTied(where=grade.name, group=group or "—", places=room, found="、".join(tied), tied=tied)
    return able[:end] if quota.ties == "all_in" else able[:start]


def _veto_grade(rubric: Rubric, marks: Decimal) -> str:
    """The grade that a veto brings down to; nobody's grade gets better by one."""
    order = [grade.grade_id for grade in rubric.grades]
    own = next((each.grade_id for each in rubric.grades if marks >= each.at_least), order[-1])
    return max(own, rubric.veto_grade or order[-1], key=order.index)


def _is_equal(better: Decimal, worse: Decimal, quota: Quota) -> bool:
    return better == worse or better - worse < quota.gap


def _prove_enough(grade: Grade, count: int, size: int, quota: Quota, group: str) -> None:
    least = places_of(grade.least_share, size, quota) or 0
    if count < least:
        raise QuotaUnmet(where=grade.name, group=group or "—", least=least, found=count)


def _with_missed(one: Graded, marks: Decimal, grades: Sequence[Grade]) -> Graded:
    by_marks = next((each.grade_id for each in grades if marks >= each.at_least), grades[-1].grade_id)
    return one if by_marks == one.grade_id else Graded(one.grade_id, one.by, one.position, by_marks)
