"""What holds of every rule, every figure and every tree.

Longer than other files because it is a list of cases.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.assess import total
from pipelines.domain.assessments import NOT_APPLICABLE, Input, Marks, Rubric, RubricItem
from tests.assess.rubrics import (
    FEW_WANTED,
    JUDGED,
    VETO,
    Case,
    between,
    cases,
    counted_lines,
    decisions,
    exactly,
    is_on_grid,
    mark,
    rubric_with,
    trees,
)

KINDS = ("ratio", "bands", "shortfall", "occurrence", "all_or_nothing", "timely", "bonus", "veto")
BOUND_KNOWN = st.tuples(st.booleans(), st.booleans())
SHARES = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)
ANY_ONE = cases(KINDS, figures=1)
ANY_THREE = cases(KINDS, figures=3)


def bounded(case: Case, known: tuple[bool, bool]) -> Input:
    """The figure between the case's first and last, unbounded on the sides that aren't known."""
    return between(case.figures[0] if known[0] else None, case.figures[-1] if known[1] else None)


# Rules


@given(ANY_THREE, BOUND_KNOWN)
def test_marks_stay_within_nothing_and_the_ceiling_on_the_rubrics_grid(case: Case, known: tuple[bool, bool]):
    found = case.marks(bounded(case, known))
    assert 0 <= found.lower <= found.upper <= case.ceiling
    assert is_on_grid(found.lower, case.decimals)
    assert is_on_grid(found.upper, case.decimals)


@given(ANY_THREE)
def test_more_is_never_worse_where_more_is_wanted_and_never_better_where_less_is(case: Case):
    rule = case.line.rule
    assert rule is not None
    found = [case.marks(exactly(figure)).lower for figure in case.figures]
    assert found == sorted(found, reverse=rule.is_few_good or rule.kind in FEW_WANTED)


@given(ANY_THREE, BOUND_KNOWN)
def test_the_marks_of_any_value_between_a_figures_bounds_are_between_its_marks(case: Case, known: tuple[bool, bool]):
    of_bounds = case.marks(bounded(case, known))
    for figure in case.figures:
        assert of_bounds.lower <= case.marks(exactly(figure)).lower
        assert case.marks(exactly(figure)).upper <= of_bounds.upper


@given(ANY_THREE)
def test_both_ends_of_bounded_marks_are_marks_of_some_value(case: Case):
    of_bounds = case.marks(bounded(case, (True, True)))
    ends = {case.marks(exactly(figure)).marks for figure in (case.figures[0], case.figures[-1])}
    assert {of_bounds.lower, of_bounds.upper} == ends


@given(ANY_THREE, BOUND_KNOWN)
def test_only_where_every_value_gives_the_same_marks_does_a_rule_decide(case: Case, known: tuple[bool, bool]):
    found = case.marks(bounded(case, known))
    assert (found.state == "decided") == (found.lower == found.upper) == (found.marks is not None)
    if found.state == "decided":
        assert {case.marks(exactly(figure)).marks for figure in case.figures} == {found.marks}


@given(ANY_ONE)
def test_an_exact_figure_is_always_decided(case: Case):
    assert case.marks(exactly(case.figures[0])).state == "decided"


@given(cases(["ratio", "shortfall", "bonus"], figures=1))
def test_marks_are_the_exact_fraction_rounded_once_half_up(case: Case):
    rule, ceiling, value = case.line.rule, Fraction(case.ceiling), Fraction(case.figures[0])
    assert rule is not None
    per, step = Fraction(rule.per), Fraction(rule.step or 0)
    ways = {"counted": lambda parts: Fraction(-(-parts // 1)), "dropped": lambda parts: Fraction(parts // 1)}
    count = ways.get(rule.begun, lambda parts: parts)
    if rule.kind == "ratio":
        marks = min(ceiling * value / Fraction(rule.bar or 0), ceiling)
    elif rule.kind == "bonus":
        marks = min(step * count(value / per), ceiling)
    else:
        missing = value - Fraction(rule.bar or 0) if rule.is_few_good else Fraction(rule.bar or 0) - value
        off = step * count(max(missing, Fraction(0)) / per)
        marks = max(ceiling - (off if rule.most is None else min(off, Fraction(rule.most))), Fraction(rule.floor))
    scale = 10**case.decimals
    assert case.marks(exactly(case.figures[0])).marks == Fraction((marks * scale + Fraction(1, 2)) // 1, scale)


# Sums


def exact_whole(rubric: Rubric, marks: Mapping[str, Marks], end: str) -> tuple[Fraction | None, Fraction]:
    """The whole's marks without bonus and without rounding, and how far rounding of the headings may lead away."""

    def of_line(item: RubricItem) -> tuple[Fraction | None, Fraction]:
        if item.rule is None:
            return weighted(item.item_id, Fraction(item.marks or 0))
        open_marks = Marks(Decimal(0), item.marks)
        found = getattr(marks.get(item.item_id, open_marks), end)
        return None if found is None else Fraction(found), Fraction(0)

    def weighted(parent: str | None, ceiling: Fraction) -> tuple[Fraction | None, Fraction]:
        lines = [line for line in rubric.children_of.get(parent, ()) if not line.is_bonus and not line.is_veto]
        found = [(Fraction(line.marks or 0), *of_line(line)) for line in lines]
        applicable = [(most, value, away) for most, value, away in found if value is not None]
        if not applicable:
            return None, Fraction(0)
        factor = ceiling / sum(most for most, _, _ in applicable)
        rounding = Fraction(0) if factor == 1 else Fraction(1, 2 * 10**rubric.decimals)
        return factor * sum(value for _, value, _ in applicable), factor * sum(
            away for _, _, away in applicable
        ) + rounding

    return weighted(None, Fraction(rubric.marks))


def without_bonus(rubric: Rubric, marks: Mapping[str, Marks]) -> dict[str, Marks]:
    return dict(marks) | {item.item_id: mark(0) for item in rubric.scored if item.is_bonus}


@given(st.data())
def test_a_total_is_the_weighted_sum_but_for_the_rounding_of_its_headings(data: st.DataObject):
    rubric = data.draw(trees())
    marks = without_bonus(rubric, data.draw(decisions(rubric)))
    found = total(rubric, marks)
    for end in ("lower", "upper"):
        expected, away = exact_whole(rubric, marks, end)
        assert abs(Fraction(getattr(found, end)) - (expected or 0)) <= away


@given(st.data())
def test_where_everything_is_applicable_a_total_is_the_plain_sum(data: st.DataObject):
    rubric = data.draw(trees(with_bonus=False))
    marks = {item.item_id: mark(data.draw(SHARES) * (item.marks or 0) // 1) for item in rubric.scored}
    assert total(rubric, marks).marks == sum(each.lower or 0 for each in marks.values())


@given(st.data(), st.integers(2, 12))
def test_all_marks_times_k_make_the_total_times_k(data: st.DataObject, k: int):
    rubric = data.draw(trees(with_bonus=False))
    marks = data.draw(decisions(rubric))
    wider = rubric_with(
        [
            {
                "id": item.item_id,
                "parent": item.parent_id,
                "marks": str((item.marks or 0) * k),
                **({"rule": JUDGED} if item.rule else {}),
            }
            for item in rubric.items
        ]
    )
    times_k = {
        name: Marks(
            None if each.lower is None else each.lower * k,
            None if each.upper is None else each.upper * k,
        )
        for name, each in marks.items()
    }
    assert wider.marks == rubric.marks * k
    found, wide = total(rubric, marks), total(wider, times_k)
    for end in ("lower", "upper"):
        away = k * exact_whole(rubric, marks, end)[1] + exact_whole(wider, times_k, end)[1]
        assert abs(Fraction(getattr(wide, end)) - k * Fraction(getattr(found, end))) <= away
    if all(each.is_applicable for each in marks.values()):
        assert (wide.lower, wide.upper) == (found.lower * k, found.upper * k)


@given(st.data())
def test_all_marks_of_what_is_applicable_are_always_all_marks(data: st.DataObject):
    """Weights that multiply the sum and not its ceiling would give more than all, or all of it for less than all."""
    rubric = data.draw(trees(with_bonus=False))
    applicable = data.draw(st.sets(st.sampled_from(rubric.scored), min_size=1))
    full = {
        item.item_id: Marks(item.marks, item.marks) if item in applicable else NOT_APPLICABLE for item in rubric.scored
    }
    found = total(rubric, full)
    assert found.marks == rubric.marks
    for heading in (item for item in rubric.items if item.rule is None):
        assert found.of[heading.item_id] in (NOT_APPLICABLE, Marks(heading.marks, heading.marks))


@given(st.data(), SHARES)
def test_the_same_share_of_every_applicable_line_is_that_share_of_the_whole(data: st.DataObject, share: Decimal):
    """However little is applicable: an item neither saturates nor drags where others are weighted out."""
    rubric = data.draw(trees(unit="1", with_bonus=False))
    applicable = data.draw(st.sets(st.sampled_from(rubric.scored), min_size=1))
    marks = {
        item.item_id: mark((item.marks or 0) * share) if item in applicable else NOT_APPLICABLE
        for item in rubric.scored
    }
    assert total(rubric, marks).marks == rubric.marks * share


@given(st.data(), SHARES)
def test_taking_out_what_has_the_same_share_as_the_rest_of_its_heading_changes_no_total(
    data: st.DataObject, share: Decimal
):
    rubric = data.draw(trees(unit="1"))
    heading = data.draw(st.sampled_from([item.item_id for item in rubric.items if item.rule is None]))
    lines = [item for item in rubric.scored if item.item_id.startswith(f"{heading}_")]
    assume(len(lines) > 1)
    marks = data.draw(decisions(rubric)) | {item.item_id: mark((item.marks or 0) * share) for item in lines}
    taken_out = data.draw(st.sets(st.sampled_from(lines), min_size=1, max_size=len(lines) - 1))
    before, after = total(rubric, marks), total(rubric, marks | {item.item_id: NOT_APPLICABLE for item in taken_out})
    assert (after.lower, after.upper, after.open_items) == (before.lower, before.upper, before.open_items)
    assert after.of[heading] == mark((rubric.item_of[heading].marks or 0) * share)


@given(st.data())
def test_taking_out_a_line_moves_the_total_toward_the_share_of_the_rest(data: st.DataObject):
    """A line that is worse than the rest of its heading pulls the total down, so without it nobody is worse off."""
    rubric = data.draw(trees(with_bonus=False))
    marks = data.draw(decisions(rubric, all_decided=True))
    line = data.draw(st.sampled_from(rubric.scored))
    assume(marks[line.item_id].is_applicable)
    worst = total(rubric, marks | {line.item_id: mark(0)})
    best = total(rubric, marks | {line.item_id: Marks(line.marks, line.marks)})
    others = [marks[item.item_id] for item in rubric.scored if item != line]
    assume(any(each.is_applicable for each in others))
    without = total(rubric, marks | {line.item_id: NOT_APPLICABLE})
    assert worst.lower <= without.lower <= best.lower


@given(st.data())
def test_the_bounds_of_a_total_hold_whatever_people_decide_of_what_is_open(data: st.DataObject):
    rubric = data.draw(trees())
    marks = data.draw(decisions(rubric))
    before = total(rubric, marks)
    later = {}
    for item in rubric.scored:
        found = marks.get(item.item_id, Marks(Decimal(0), item.marks))
        if found.lower is None or found.upper is None:
            later[item.item_id] = found
            continue
        between_them = st.sampled_from([found.lower, found.upper, round((found.lower + found.upper) / 2, 2)]).map(mark)
        is_unseen = item.item_id not in marks and not item.is_bonus
        later[item.item_id] = data.draw(between_them | st.just(NOT_APPLICABLE) if is_unseen else between_them)
    assume(any(later[item.item_id].is_applicable for item in counted_lines(rubric)))
    after = total(rubric, later)
    assert after.open_items == 0
    assert after.marks is not None
    assert before.lower <= after.marks <= before.upper


@given(st.data())
def test_totals_have_their_lower_bound_first_within_the_marks_and_count_what_is_open(data: st.DataObject):
    rubric = data.draw(trees())
    marks = data.draw(decisions(rubric))
    found = total(rubric, marks)
    assert 0 <= found.lower <= found.upper <= rubric.marks + rubric.bonus_most
    undecided = [item.item_id for item in rubric.scored if item.item_id not in marks]
    undecided += [name for name, each in marks.items() if each.lower != each.upper]
    assert found.open_items == len(undecided)
    headings = [found.of[item.item_id] for item in rubric.children_of[None] if not item.is_bonus and not item.is_veto]
    assert found.is_applicable == any(each.is_applicable for each in headings)
    assert found.marks == (None if undecided or not found.is_applicable else found.lower)
    assert found.of.keys() == {item.item_id for item in rubric.items}


@given(st.data())
def test_bonuses_add_what_they_come_to_and_never_more_than_their_most(data: st.DataObject):
    rubric = data.draw(trees())
    marks = data.draw(decisions(rubric))
    with_them, without = total(rubric, marks), total(rubric, without_bonus(rubric, marks))
    for end in ("lower", "upper"):
        open_marks = {item.item_id: Marks(Decimal(0), item.marks) for item in rubric.scored if item.is_bonus}
        sums = sum(getattr(marks.get(name, each), end) or 0 for name, each in open_marks.items())
        assert getattr(with_them, end) - getattr(without, end) == min(sums, rubric.bonus_most)


@given(st.data())
def test_every_mark_of_a_total_is_on_the_rubrics_grid_and_within_its_line(data: st.DataObject):
    rubric = data.draw(trees())
    found = total(rubric, data.draw(decisions(rubric)))
    assert is_on_grid(found.lower, 2)
    assert is_on_grid(found.upper, 2)
    for item in rubric.items:
        marks = found.of[item.item_id]
        if marks.lower is not None and marks.upper is not None:
            assert 0 <= marks.lower <= marks.upper <= (item.marks or 0)
            assert is_on_grid(marks.lower, 2)
            assert is_on_grid(marks.upper, 2)


# Sums in figures that anybody can check


HALVES = (
    {"id": "heading"},
    {"id": "first", "parent": "heading", "marks": "10", "rule": JUDGED},
    {"id": "second", "parent": "heading", "marks": "10", "rule": JUDGED},
    {"id": "alone", "marks": "80", "rule": JUDGED},
)


@pytest.mark.parametrize(
    ("of_first", "of_heading"), [("0", "0"), ("3", "6"), ("5", "10"), ("9.99", "19.98"), ("10", "20")]
)
def test_half_a_heading_that_is_applicable_counts_double_and_its_ceiling_too(of_first: str, of_heading: str):
    found = total(rubric_with(HALVES), {"first": mark(of_first), "second": NOT_APPLICABLE, "alone": mark(50)})
    assert found.of["heading"] == mark(of_heading)
    assert found.marks == 50 + Decimal(of_heading)


def test_a_heading_of_which_nothing_is_applicable_is_weighted_out_of_the_whole():
    found = total(rubric_with(HALVES), {"first": NOT_APPLICABLE, "second": NOT_APPLICABLE, "alone": mark(60)})
    assert found.of["heading"] == NOT_APPLICABLE
    assert found.marks == 75


def test_a_heading_is_rounded_half_up_before_it_is_summed():
    lines = [
        {"id": "heading"},
        {"id": "first", "parent": "heading", "marks": "8", "rule": JUDGED},
        {"id": "second", "parent": "heading", "marks": "1", "rule": JUDGED},
        {"id": "alone", "marks": "91", "rule": JUDGED},
    ]
    found = total(rubric_with(lines), {"first": mark("0.04"), "second": NOT_APPLICABLE, "alone": mark(1)})
    assert found.of["heading"] == mark("0.05")  # 0.045: to even would be 0.04
    assert found.marks == Decimal("1.05")


def test_vetoes_that_struck_are_named_in_the_rubrics_order_and_take_no_marks():
    lines = [
        {"id": "line", "marks": "100", "rule": JUDGED},
        *({"id": name, "rule": VETO} for name in ("strikes", "doesnt", "strikes_too", "not_applicable")),
    ]
    marks = {"strikes": mark(1), "doesnt": mark(0), "strikes_too": mark(1), "not_applicable": NOT_APPLICABLE}
    found = total(rubric_with(lines), marks | {"line": mark(70)})
    assert found.vetoes == ("strikes", "strikes_too")
    assert found.marks == 70


def test_a_veto_that_nobody_has_decided_is_open_and_hasnt_struck():
    rubric = rubric_with([{"id": "line", "marks": "100", "rule": JUDGED}, {"id": "veto", "rule": VETO}])
    for marks in ({}, {"veto": mark(0, 1)}):
        found = total(rubric, {"line": mark(70), **marks})
        assert (found.open_items, found.vetoes, found.marks) == (1, (), None)


def test_a_bonus_under_a_heading_adds_outside_of_it():
    lines = [
        {"id": "heading"},
        {"id": "line", "parent": "heading", "marks": "100", "rule": JUDGED},
        {"id": "bonus", "parent": "heading", "marks": "5", "rule": {"kind": "bonus", "source": "counted", "step": "1"}},
    ]
    found = total(rubric_with(lines, bonus_most="3"), {"line": mark(100), "bonus": mark(5)})
    assert found.of["heading"] == mark(100)
    assert found.marks == 103


def test_nobody_looked_at_anything_is_anything():
    found = total(rubric_with(HALVES), {})
    assert (found.lower, found.upper, found.open_items, found.marks) == (0, 100, 3, None)
