"""Grades from marks: bands, places and their rounding, equals at the last place, groups and vetoes.

Longer than other files because it is a list of cases.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.assess import Graded, graded, places_of
from pipelines.domain.assessments import Quota, Rubric
from pipelines.domain.errors import BoardError, GradesTied, QuotaUnmet
from tests.assess.rubrics import graded_by

EXCELLENT, GOOD, PASS, FAIL = (
    {"id": grade_id, "at_least": at_least}
    for grade_id, at_least in (("excellent", 90), ("good", 80), ("pass", 60), ("fail", 0))
)
BANDS = graded_by(EXCELLENT, GOOD, PASS, FAIL, veto_grade="fail")
ORDER = ("excellent", "good", "pass", "fail")


def marks(**of_organisations: str | int) -> dict[str, Decimal]:
    return {name: Decimal(found) for name, found in of_organisations.items()}


def grades_of(rubric: Rubric, found: Mapping[str, Decimal], **more: Any) -> dict[str, str]:
    return {name: each.grade_id for name, each in graded(rubric, found, more.pop("groups", {}), **more).items()}


def two_excellent_of(ties: str, **quota: Any) -> Rubric:
    """40 % of five may be excellent, which are two."""
    return graded_by(EXCELLENT | {"most_share": 40}, GOOD, FAIL, quota={"ties": ties, **quota})


# Bands


@pytest.mark.parametrize(
    ("of_organisation", "grade"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("60", "pass"),
        ("59.99", "fail"),
        ("0", "fail"),
    ],
)
def test_a_grade_begins_at_its_marks(of_organisation: str, grade: str):
    assert graded(BANDS, marks(a=of_organisation), {}) == {"a": Graded(grade, "bands", 1)}


def test_nobody_is_graded_where_nobody_has_marks():
    assert graded(BANDS, {}, {"a": "large"}, ["a"]) == {}


def test_equals_share_the_better_position():
    found = graded(BANDS, marks(a=80, b=95, c=80, d=70, e=95), {})
    assert {name: each.position for name, each in found.items()} == {"a": 3, "b": 1, "c": 3, "d": 5, "e": 1}


# Places


@pytest.mark.parametrize(
    ("share", "size", "down", "half_up", "up"),
    [
        ("30", 5, 1, 2, 2),  # 1.5
        ("30", 8, 2, 2, 3),  # 2.4
        ("30", 22, 6, 7, 7),  # 6.6
        ("30", 10, 3, 3, 3),
        ("10", 4, 0, 0, 1),  # 0.4
        ("10", 5, 0, 1, 1),  # 0.5
        ("33.3333", 3, 0, 1, 1),
        ("100", 7, 7, 7, 7),
        ("0", 7, 0, 0, 0),
    ],
)
def test_a_share_of_a_group_comes_to_places_as_the_rubric_rounds(
    share: str, size: int, down: int, half_up: int, up: int
):
    found = [places_of(Decimal(share), size, Quota(rounding)) for rounding in ("down", "half_up", "up")]
    assert found == [down, half_up, up]


def test_without_a_share_there_is_no_count_of_places():
    assert places_of(None, 22, Quota("up")) is None


@pytest.mark.parametrize(("rounding", "excellent"), [("down", "a"), ("half_up", "ab"), ("up", "ab")])
def test_whoever_finds_no_place_gets_the_next_grade_and_is_told_which_they_missed(rounding: str, excellent: str):
    rubric = graded_by(EXCELLENT | {"most_share": 30}, GOOD, FAIL, quota={"rounding": rounding})
    found = graded(rubric, marks(a=99, b=97, c=95, d=93, e=50), {})
    for position, name in enumerate("abcd", 1):
        if name in excellent:
            assert found[name] == Graded("excellent", "bands", position)
        else:
            assert found[name] == Graded("good", "quota", position, "excellent")
    assert found["e"] == Graded("fail", "bands", 5)


def test_whoever_finds_no_place_in_two_grades_goes_down_by_both():
    rubric = graded_by(EXCELLENT | {"most_share": 25}, GOOD | {"most_share": 25}, PASS, FAIL)
    found = graded(rubric, marks(a=99, b=97, c=95, d=85), {})
    assert found["b"] == Graded("good", "quota", 2, "excellent")
    assert found["c"] == Graded("pass", "quota", 3, "excellent")
    assert found["d"] == Graded("pass", "quota", 4, "good")


def test_a_place_that_nobody_has_the_marks_for_stays_empty():
    assert grades_of(two_excellent_of("all_in"), marks(a=95, b=85, c=84, d=83, e=82)) == {
        "a": "excellent",
        **dict.fromkeys("bcde", "good"),
    }


def test_places_that_dont_exist_are_no_tie():
    rubric = graded_by(EXCELLENT | {"most_share": 10}, FAIL)  # 0.2 of two organisations
    assert graded(rubric, marks(a=95, b=93), {})["a"] == Graded("fail", "quota", 1, "excellent")


def test_nobody_is_left_without_a_grade_where_the_last_one_has_too_few_places():
    """A refusal that says what to do is as good: it goes to a person."""
    rubric = graded_by(EXCELLENT, FAIL | {"most_share": 10})
    try:
        found = graded(rubric, marks(a=50, b=40), {})
    except BoardError:
        return
    assert found.keys() == {"a", "b"}


# Equals at the last place

TIED = marks(a=99, b=95, c=95, d=92, e=70)


def test_equals_at_the_last_place_all_get_the_grade():
    found = graded(two_excellent_of("all_in"), TIED, {})
    assert {name: each.grade_id for name, each in found.items()} == {
        **dict.fromkeys("abc", "excellent"),
        "d": "good",
        "e": "fail",
    }
    assert found["c"] == Graded("excellent", "bands", 2)
    assert found["d"] == Graded("good", "quota", 4, "excellent")


def test_equals_at_the_last_place_all_go_down():
    found = graded(two_excellent_of("all_out"), TIED, {})
    assert found["a"] == Graded("excellent", "bands", 1)
    assert found["b"] == Graded("good", "tie", 2, "excellent")
    assert found["c"] == Graded("good", "tie", 2, "excellent")
    assert found["d"].grade_id == "good"


def test_whoever_stands_behind_equals_that_went_down_went_down_by_the_quota():
    """Two places and three better than d: the tie before it isn't why."""
    assert graded(two_excellent_of("all_out"), TIED, {})["d"] == Graded("good", "quota", 4, "excellent")


def test_equals_at_the_last_place_are_peoples_to_decide():
    with pytest.raises(GradesTied) as refused:
        graded(two_excellent_of("refuse"), TIED, dict.fromkeys(TIED, "large"))
    assert refused.value.parts["found"] == "b、c"
    assert refused.value.parts["places"] == 2
    assert refused.value.parts["group"] == "large"


@pytest.mark.parametrize("ties", ["all_in", "all_out", "refuse"])
def test_equals_who_all_have_a_place_or_all_have_none_are_no_tie(ties: str):
    both_in, both_out = marks(a=95, b=95, c=94, d=70, e=70), marks(a=99, b=96, c=95, d=95, e=70)
    assert grades_of(two_excellent_of(ties), both_in) == {
        "a": "excellent",
        "b": "excellent",
        "c": "good",
        "d": "fail",
        "e": "fail",
    }
    assert grades_of(two_excellent_of(ties), both_out) == {
        "a": "excellent",
        "b": "excellent",
        "c": "good",
        "d": "good",
        "e": "fail",
    }


def test_where_all_are_equal_all_or_none_get_the_grade():
    equal = marks(**dict.fromkeys("abcde", 95))
    assert set(grades_of(two_excellent_of("all_in"), equal).values()) == {"excellent"}
    assert set(graded(two_excellent_of("all_out"), equal, {}).values()) == {Graded("good", "tie", 1, "excellent")}


def test_three_equals_of_whom_two_have_a_place_all_go_down():
    found = grades_of(two_excellent_of("all_out", rounding="up"), marks(a=95, b=95, c=95, d=60, e=60))
    assert found == {**dict.fromkeys("abc", "good"), "d": "fail", "e": "fail"}
    four_equal = marks(a=99, b=95, c=95, d=95, e=95, f=60, g=60)  # two places, one of them for the four
    assert grades_of(two_excellent_of("all_out"), four_equal)["a"] == "excellent"
    assert grades_of(two_excellent_of("all_out"), four_equal)["b"] == "good"


def test_the_least_bit_more_has_the_place():
    one_place = graded_by(EXCELLENT | {"most_share": 50}, FAIL)
    assert grades_of(one_place, marks(a="90.01", b="90.02")) == {"a": "fail", "b": "excellent"}


def test_equals_below_the_grades_marks_are_no_tie():
    found = marks(a=95, b="89.99", c="89.99", d=70, e=70)
    assert grades_of(two_excellent_of("refuse"), found)["b"] == "good"


# The least gap


@pytest.mark.parametrize(
    ("third", "excellent"), [("94.5", "ab"), ("94.51", "abc"), ("94.99", "abc"), ("95", "abc"), ("94", "ab")]
)
def test_marks_that_differ_by_less_than_the_gap_are_equal_for_a_place(third: str, excellent: str):
    found = grades_of(two_excellent_of("all_in", gap="0.5"), marks(a=99, b=95, c=third, d=60, e=60))
    assert [name for name, grade in found.items() if grade == "excellent"] == list(excellent)


def test_a_chain_of_small_gaps_holds_together():
    close = marks(a=99, b="95.0", c="94.6", d="94.2", e=60)
    assert grades_of(two_excellent_of("all_in", gap="0.5"), close)["d"] == "excellent"
    assert grades_of(two_excellent_of("all_out", gap="0.5"), close)["b"] == "good"


def test_a_gap_lifts_nobody_over_a_grades_marks():
    found = marks(a=99, b="90.1", c="89.9", d=60, e=60)
    assert grades_of(two_excellent_of("all_in", gap="0.5"), found)["c"] == "good"


# Groups


def test_each_group_has_its_own_places_and_positions():
    of_all = marks(a=99, b=98, c=97, d=92, e=91, f=50)
    groups = {"a": "large", "b": "large", "c": "large", "d": "small", "e": "small", "f": "small"}
    rubric = graded_by(EXCELLENT | {"most_share": 34}, GOOD, FAIL)  # one of three, two of six
    found = graded(rubric, of_all, groups)
    assert [name for name, each in found.items() if each.grade_id == "excellent"] == ["a", "d"]
    assert [found[name].position for name in "abcdef"] == [1, 2, 3, 1, 2, 3]
    assert grades_of(rubric, of_all)["b"] == "excellent"


def test_whoever_has_no_group_competes_with_the_others_who_have_none():
    rubric = graded_by(EXCELLENT | {"most_share": 50}, FAIL)
    assert grades_of(rubric, marks(a=99, b=98, c=97, d=96), groups={"a": "large", "b": "large"}) == {
        "a": "excellent",
        "b": "fail",
        "c": "excellent",
        "d": "fail",
    }


# The least share


def test_a_grade_that_must_go_to_more_than_have_the_marks_is_refused():
    rubric = graded_by(EXCELLENT | {"least_share": 40}, FAIL)
    assert grades_of(rubric, marks(a=95, b=93, c=60, d=60, e=60))["b"] == "excellent"
    with pytest.raises(QuotaUnmet) as refused:
        graded(rubric, marks(a=95, b="89.99", c=60, d=60, e=60), dict.fromkeys("abcde", "large"))
    assert (refused.value.parts["least"], refused.value.parts["found"]) == (2, 1)
    assert refused.value.parts["group"] == "large"


@pytest.mark.parametrize(("rounding", "is_met"), [("down", True), ("half_up", False), ("up", False)])
def test_the_least_share_is_rounded_like_the_most(rounding: str, is_met: bool):
    rubric = graded_by(EXCELLENT | {"least_share": 30}, FAIL, quota={"rounding": rounding})  # 1.5 of five
    one_excellent = marks(a=95, b=80, c=60, d=60, e=60)
    if is_met:
        assert grades_of(rubric, one_excellent)["a"] == "excellent"
    else:
        with pytest.raises(QuotaUnmet):
            graded(rubric, one_excellent, {})


def test_equals_who_all_go_down_may_leave_too_few():
    rubric = graded_by(EXCELLENT | {"least_share": 40, "most_share": 40}, FAIL, quota={"ties": "all_out"})
    with pytest.raises(QuotaUnmet):
        graded(rubric, TIED, {})


# 一票否决


def test_whoever_a_veto_struck_gets_its_grade_and_the_place_goes_to_the_next():
    found = graded(two_excellent_of("all_in", rounding="down"), marks(a=99, b=95, c=94, d=93, e=70), {}, ["a"])
    assert found["a"] == Graded("fail", "veto", 1, "excellent")
    assert [name for name, each in found.items() if each.grade_id == "excellent"] == ["b", "c"]


def test_a_veto_without_a_grade_of_its_own_gives_the_last():
    assert grades_of(graded_by(EXCELLENT, GOOD, FAIL), marks(a=95), vetoed=["a"]) == {"a": "fail"}
    assert grades_of(graded_by(EXCELLENT, GOOD, FAIL, veto_grade="good"), marks(a=95), vetoed=["a"]) == {"a": "good"}


def test_places_are_counted_from_the_whole_group_with_those_whom_a_veto_struck():
    found = grades_of(two_excellent_of("all_in"), marks(a=99, b=95, c=94, d=93, e=92), vetoed=["d", "e"])
    assert found == {"a": "excellent", "b": "excellent", "c": "good", "d": "fail", "e": "fail"}


def test_whoever_a_veto_struck_counts_among_those_who_must_get_its_grade():
    rubric = graded_by(EXCELLENT, FAIL | {"least_share": 50})
    assert grades_of(rubric, marks(a=96, b=95), vetoed=["b"]) == {"a": "excellent", "b": "fail"}


def test_a_veto_never_lifts_anybody():
    rubric = graded_by(EXCELLENT, PASS, FAIL, veto_grade="pass")
    assert grades_of(rubric, marks(a=30), vetoed=["a"]) == {"a": "fail"}


# Whatever the marks

FEW_MARKS = ("55", "60", "79.5", "80", "80.5", "85", "89.5", "90", "90.5", "91", "95", "95.5", "99")  # many are equal
ANY_MARKS = st.dictionaries(
    st.sampled_from([f"o{number}" for number in range(12)]), st.sampled_from(FEW_MARKS).map(Decimal), min_size=1
)
ANY_QUOTA = st.fixed_dictionaries(
    {
        "rounding": st.sampled_from(["down", "half_up", "up"]),
        "ties": st.sampled_from(["all_in", "all_out"]),
        "gap": st.sampled_from(["0", "0", "0.5", "1"]),
    }
)


@st.composite
def rubrics(draw: st.DrawFn, ties: Sequence[str] = ("all_in", "all_out")) -> Rubric:
    most = st.none() | st.integers(0, 100)
    quota = draw(ANY_QUOTA) | {"ties": draw(st.sampled_from(ties))}
    return graded_by(EXCELLENT | {"most_share": draw(most)}, GOOD | {"most_share": draw(most)}, PASS, FAIL, quota=quota)


GROUPS = st.dictionaries(st.sampled_from([f"o{number}" for number in range(12)]), st.sampled_from(["large", "small"]))
VETOED = st.lists(st.sampled_from([f"o{number}" for number in range(12)]), max_size=2, unique=True)


@given(rubrics(), ANY_MARKS, GROUPS, VETOED, st.randoms())
def test_who_is_named_how_and_listed_where_changes_no_grade(
    rubric: Rubric, found: dict[str, Decimal], groups: dict[str, str], vetoed: list[str], random: Any
):
    others = sorted(found)
    random.shuffle(others)
    renamed = dict(zip(sorted(found), others, strict=True))
    before = graded(rubric, found, groups, vetoed)
    after = graded(
        rubric,
        {renamed[name]: found[name] for name in sorted(found, key=lambda _: random.random())},
        {renamed[name]: group for name, group in groups.items() if name in renamed},
        [renamed[name] for name in reversed(vetoed) if name in renamed],
    )
    assert {renamed[name]: each for name, each in before.items()} == after


@given(rubrics(), ANY_MARKS, GROUPS, VETOED)
def test_nobody_with_more_marks_has_a_worse_grade_in_a_group_and_equals_have_equal_grades(
    rubric: Rubric, found: dict[str, Decimal], groups: dict[str, str], vetoed: list[str]
):
    result = graded(rubric, found, groups, vetoed)
    assert result.keys() == found.keys()
    for one in found.keys() - set(vetoed):
        for other in found.keys() - set(vetoed):
            if groups.get(one) == groups.get(other) and found[one] >= found[other]:
                assert ORDER.index(result[one].grade_id) <= ORDER.index(result[other].grade_id)


@given(rubrics(), ANY_MARKS, VETOED)
def test_no_grade_is_better_than_the_marks_and_whoever_has_another_is_told_which_they_missed(
    rubric: Rubric, found: dict[str, Decimal], vetoed: list[str]
):
    for name, each in graded(rubric, found, {}, vetoed).items():
        by_marks = next(grade.grade_id for grade in rubric.grades if found[name] >= grade.at_least)
        assert ORDER.index(by_marks) <= ORDER.index(each.grade_id)
        assert each.missed == ("" if by_marks == each.grade_id else by_marks)
        assert (each.by == "bands") == (by_marks == each.grade_id and name not in vetoed)
        assert each.position == 1 + sum(other > found[name] for other in found.values())


@given(rubrics(ties=["all_out"]), ANY_MARKS, VETOED)
def test_where_equals_go_down_a_grade_never_goes_to_more_than_its_places(
    rubric: Rubric, found: dict[str, Decimal], vetoed: list[str]
):
    result = graded(rubric, found, {}, vetoed)
    for grade in rubric.grades:
        places = places_of(grade.most_share, len(found), rubric.quota)
        with_it = [name for name, each in result.items() if each.grade_id == grade.grade_id and each.by != "veto"]
        assert places is None or len(with_it) <= places


@given(rubrics(ties=["all_in"]), ANY_MARKS, VETOED)
def test_where_equals_all_get_the_grade_it_fills_its_places_and_passes_them_only_by_equals(
    rubric: Rubric, found: dict[str, Decimal], vetoed: list[str]
):
    result = graded(rubric, found, {}, vetoed)
    grade = rubric.grades[0]
    places = places_of(grade.most_share, len(found), rubric.quota)
    assume(places is not None)
    able = sorted((found[name] for name in found if name not in vetoed and found[name] >= 90), reverse=True)
    with_it = sorted((found[name] for name, each in result.items() if each.grade_id == "excellent"), reverse=True)
    assert len(with_it) >= min(places or 0, len(able))
    beyond = with_it[max((places or 0) - 1, 0) :] if places else with_it
    assert all(better == worse or better - worse < rubric.quota.gap for better, worse in pairwise(beyond))
    assert places != 0 or not with_it


@given(rubrics(ties=["refuse"]), ANY_MARKS, VETOED)
def test_refusing_ties_refuses_just_where_letting_all_in_and_letting_all_out_differ(
    rubric: Rubric, found: dict[str, Decimal], vetoed: list[str]
):
    def with_ties(ties: str) -> dict[str, str]:
        quota = {"rounding": rubric.quota.rounding, "gap": str(rubric.quota.gap), "ties": ties}
        grades = [
            {"id": each.grade_id, "at_least": each.at_least, "most_share": each.most_share} for each in rubric.grades
        ]
        return grades_of(graded_by(*grades, quota=quota), found, vetoed=vetoed)

    all_in, all_out = with_ties("all_in"), with_ties("all_out")
    if all_in == all_out:
        assert grades_of(rubric, found, vetoed=vetoed) == all_in
    else:
        with pytest.raises(GradesTied):
            graded(rubric, found, {}, vetoed)
