"""The sums of a rubric's tree.  What isn't applicable is weighted out of the sum and of its ceiling alike.

Each heading is worked out as an assessor would in a spreadsheet, and rounded where it is printed: marks of the
applicable lines × the heading's marks ÷ their ceilings.  A bonus adds outside of the ceilings, up to its own cap.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipelines.assess.rules import EXACT, rounded
from pipelines.domain.assessments import NOT_APPLICABLE, Marks, Rubric, RubricItem, Total

_NONE, _ONE = Decimal(0), Decimal(1)


def total(rubric: Rubric, marks_of: Mapping[str, Marks]) -> Total:
    """The sums for one organisation; a line that `marks_of` doesn't have is open: anything from 0 to its ceiling."""
    step = _ONE.scaleb(-rubric.decimals)
    of: dict[str, Marks] = {}
    open_items, vetoes, bonus_lower, bonus_upper = 0, [], _NONE, _NONE
    for item in reversed(rubric.items):
        if item.rule is None:
            of[item.item_id] = _weighted(item.marks, rubric.children_of.get(item.item_id, ()), of, step)
            continue
        if item.is_veto and not item.rule.is_on:
            of[item.item_id] = Marks(_NONE, _NONE)
            continue
        found = marks_of.get(item.item_id)
        marks = found or Marks(_NONE, _ONE if item.is_veto else item.marks)
        of[item.item_id] = marks
        if marks.lower != marks.upper:
            open_items += 1
        if not marks.is_applicable:
            continue
        if item.is_veto and marks.lower:
            vetoes.append(item.item_id)
        if item.is_bonus:
            bonus_lower += marks.lower or _NONE
            bonus_upper += marks.upper or _NONE
    whole = _weighted(rubric.marks, rubric.children_of.get(None, ()), of, step)
    return Total(
        lower=(whole.lower or _NONE) + min(bonus_lower, rubric.bonus_most),
        upper=(whole.upper or _NONE) + min(bonus_upper, rubric.bonus_most),
        of=of,
        open_items=open_items,
        is_applicable=whole.is_applicable,
        vetoes=tuple(reversed(vetoes)),
    )


def _weighted(ceiling: Decimal | None, under: Iterable[RubricItem], of: Mapping[str, Marks], step: Decimal) -> Marks:
    """A heading's marks from those under it; nothing where nothing under it is applicable."""
    lower = upper = ceilings = _NONE
    for item in under:
        marks = of[item.item_id]
        if marks.upper is None or marks.lower is None or item.is_bonus or item.is_veto:
            continue
        lower += marks.lower
        upper += marks.upper
        ceilings += item.marks or _NONE
    if not ceilings or ceiling is None:
        return NOT_APPLICABLE
    if ceilings == ceiling:
        return Marks(lower, upper)
    return Marks(_share(lower, ceiling, ceilings, step), _share(upper, ceiling, ceilings, step))


def _share(marks: Decimal, ceiling: Decimal, ceilings: Decimal, step: Decimal) -> Decimal:
    return rounded(EXACT.divide(EXACT.multiply(marks, ceiling), ceilings), step)
