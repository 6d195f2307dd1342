"""What each kind of rule gives, as a sentence of the assessment's office would have it.

Longer than other files because it is a list of cases.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from pipelines.assess import due_day, proposal, rounded
from pipelines.domain.assessments import NOTHING, Input, Proposal
from tests.assess.rubrics import DUE, at_least, at_most, between, exactly, given_by, line_of, on

RATIO = {"kind": "ratio", "bar": "100"}
BANDS = {"kind": "bands", "bands": [{"bar": 100, "share": 100}, {"bar": 95, "share": 80}, {"bar": 90, "share": 60}]}
FEW_BANDS = {
    "kind": "bands",
    "few_good": True,
    "bands": [{"bar": 0, "share": 100}, {"bar": 2, "share": 50}, {"bar": 5, "share": 10}],
}
MEETINGS = {"kind": "shortfall", "bar": "12", "step": "0.5"}
LAWSUITS_LOST = {"kind": "occurrence", "step": "1.5"}
REPORT = {"kind": "timely", "source": "report_published", "due": "04-01", "step": "0.5"}
SPREAD = {"kind": "bonus", "step": "1"}
GRAVE = {"kind": "veto", "on": True, "order": "某办〔2024〕1号"}
WHOLE = {
    "ratio": RATIO,
    "bands": BANDS,
    "shortfall": MEETINGS,
    "occurrence": LAWSUITS_LOST,
    "all_or_nothing": {"kind": "all_or_nothing", "bar": "45"},
    "timely": REPORT,
    "bonus": SPREAD,
}


def decided(marks: str) -> Proposal:
    return Proposal("decided", Decimal(marks), Decimal(marks))


def undecided(lower: str, upper: str) -> Proposal:
    return Proposal("cannot_tell", Decimal(lower), Decimal(upper))


# 按比例


@pytest.mark.parametrize(
    ("figure", "marks"), [("0", "0"), ("1", "0.05"), ("50", "2.5"), ("99.99", "5"), ("99.7", "4.99"), ("100", "5")]
)
def test_a_ratio_gives_the_part_of_the_marks_that_the_figure_is_of_the_bar(figure: str, marks: str):
    assert given_by(RATIO, exactly(figure)) == decided(marks)


def test_a_ratio_never_gives_more_than_the_marks_however_far_the_bar_is_passed():
    assert given_by(RATIO | {"bar": "80"}, exactly(100)) == decided("5")
    assert given_by(RATIO | {"bar": "80"}, exactly("80.0001")) == decided("5")


# 分档


@pytest.mark.parametrize(
    ("figure", "marks"),
    [("100", "5"), ("99.9999", "4"), ("95", "4"), ("94.9999", "3"), ("90", "3"), ("89.9999", "0"), ("0", "0")],
)
def test_a_band_begins_at_its_bar_and_below_the_last_there_is_nothing(figure: str, marks: str):
    assert given_by(BANDS, exactly(figure)) == decided(marks)


@pytest.mark.parametrize(
    ("figure", "marks"), [("0", "5"), ("0.5", "2.5"), ("2", "2.5"), ("2.01", "0.5"), ("5", "0.5"), ("6", "0")]
)
def test_where_few_is_good_a_band_ends_at_its_bar(figure: str, marks: str):
    assert given_by(FEW_BANDS, exactly(figure)) == decided(marks)


def test_the_part_of_a_band_is_rounded_like_any_mark():
    thirds = {"kind": "bands", "bands": [{"bar": 1, "share": "33.3"}]}
    assert given_by(thirds, exactly(1)) == decided("1.67")  # 1.665
    assert given_by(thirds, exactly(1), decimals=1) == decided("1.7")


# 差额扣分


@pytest.mark.parametrize(
    ("held", "marks"), [(12, "5"), (13, "5"), (11, "4.5"), (4, "1"), (3, "0.5"), (2, "0"), (0, "0")]
)
def test_each_meeting_short_of_twelve_takes_half_a_mark_until_none_is_left(held: int, marks: str):
    assert given_by(MEETINGS, exactly(held)) == decided(marks)


@pytest.mark.parametrize(
    ("begun", "marks"), [("counted", "4"), ("dropped", "4.5"), ("in_part", "4.17")]
)  # 5 short, per 3: 1 2/3 steps
def test_a_step_that_is_only_begun_counts_whole_or_not_at_all_or_by_its_part(begun: str, marks: str):
    assert given_by(MEETINGS | {"per": "3", "begun": begun}, exactly(7)) == decided(marks)


@pytest.mark.parametrize("begun", ["counted", "dropped", "in_part"])
def test_whole_steps_count_the_same_however_begun_ones_do(begun: str):
    assert given_by(MEETINGS | {"per": "3", "begun": begun}, exactly(6)) == decided("4")


def test_a_begun_step_counts_whole_where_the_rubric_doesnt_say():
    assert given_by(MEETINGS, exactly("11.9")) == decided("4.5")


def test_no_more_is_taken_off_than_the_most():
    assert given_by(MEETINGS | {"most": "2"}, exactly(8)) == decided("3")
    assert given_by(MEETINGS | {"most": "2"}, exactly(7)) == decided("3")
    assert given_by(MEETINGS | {"most": "2"}, exactly(0)) == decided("3")
    assert given_by(MEETINGS | {"most": "0"}, exactly(0)) == decided("5")


def test_nothing_is_taken_off_below_the_floor():
    assert given_by(MEETINGS | {"floor": "1.25"}, exactly(5)) == decided("1.5")
    assert given_by(MEETINGS | {"floor": "1.25"}, exactly(4)) == decided("1.25")
    assert given_by(MEETINGS | {"floor": "1.25", "most": "2"}, exactly(0)) == decided("3")


def test_where_few_is_good_what_is_over_the_bar_takes_off():
    days = {"kind": "shortfall", "few_good": True, "bar": "90", "step": "1", "per": "10"}
    assert given_by(days, exactly(90)) == decided("5")
    assert given_by(days, exactly(1)) == decided("5")
    assert given_by(days, exactly(91)) == decided("4")
    assert given_by(days, exactly(100)) == decided("4")
    assert given_by(days, exactly("100.5")) == decided("3")


# 发生即扣


@pytest.mark.parametrize(("lost", "marks"), [(0, "5"), (1, "3.5"), (2, "2"), (3, "0.5"), (4, "0"), (40, "0")])
def test_every_case_that_is_lost_takes_its_marks_down_to_nothing(lost: int, marks: str):
    assert given_by(LAWSUITS_LOST, exactly(lost)) == decided(marks)


def test_every_case_that_is_lost_takes_its_marks_down_to_a_floor():
    assert given_by(LAWSUITS_LOST | {"floor": "1"}, exactly(2)) == decided("2")
    assert given_by(LAWSUITS_LOST | {"floor": "1"}, exactly(3)) == decided("1")
    assert given_by(LAWSUITS_LOST | {"floor": "1"}, exactly(9)) == decided("1")


def test_one_of_two_that_make_a_step_counts_as_the_rubric_says():
    every_two = LAWSUITS_LOST | {"per": "2"}
    assert given_by(every_two, exactly(1)) == decided("3.5")
    assert given_by(every_two | {"begun": "dropped"}, exactly(1)) == decided("5")
    assert given_by(every_two | {"begun": "in_part"}, exactly(1)) == decided("4.25")


# 达标得分


def test_all_marks_at_the_bar_and_none_a_hair_below():
    rule = WHOLE["all_or_nothing"]
    assert given_by(rule, exactly(45)) == decided("5")
    assert given_by(rule, exactly(46)) == decided("5")
    assert given_by(rule, exactly("44.9999")) == decided("0")


def test_where_few_is_good_all_marks_at_the_bar_and_none_a_hair_above():
    rule = WHOLE["all_or_nothing"] | {"few_good": True}
    assert given_by(rule, exactly(45)) == decided("5")
    assert given_by(rule, exactly(0)) == decided("5")
    assert given_by(rule, exactly("45.0001")) == decided("0")


def test_a_practice_that_is_kept_has_all_marks_and_one_that_lapsed_none_and_one_only_stated_a_person():
    kept = {"kind": "all_or_nothing", "source": {"practice": "study_of_law"}, "bar": "1"}
    assert given_by(kept, exactly(1)) == decided("5")
    assert given_by(kept, exactly(0)) == decided("0")
    assert given_by(kept, between(0, 1)) == undecided("0", "5")


# 时限


@pytest.mark.parametrize(
    ("late", "marks"), [(-90, "5"), (-1, "5"), (0, "5"), (1, "4.5"), (2, "4"), (9, "0.5"), (10, "0"), (365, "0")]
)
def test_a_report_of_the_very_day_is_in_time_and_one_of_the_next_day_is_a_day_late(late: int, marks: str):
    assert given_by(REPORT, on(DUE + timedelta(days=late))) == decided(marks)


def test_lateness_may_be_counted_in_weeks_of_which_a_begun_one_counts():
    weekly = REPORT | {"per": "7"}
    assert given_by(weekly, on(date(2025, 4, 2))) == decided("4.5")
    assert given_by(weekly, on(date(2025, 4, 8))) == decided("4.5")
    assert given_by(weekly, on(date(2025, 4, 9))) == decided("4")


def test_lateness_takes_off_no_more_than_the_most():
    assert given_by(REPORT | {"most": "1"}, on(date(2025, 12, 31))) == decided("4")


def test_the_due_day_is_in_the_year_after_the_one_assessed():
    line = line_of(REPORT)
    assert line.rule is not None
    assert due_day(line.rule, 2024) == date(2025, 4, 1)
    assert proposal(line, on(date(2024, 4, 1)), year=2023, decimals=2) == decided("5")
    assert proposal(line, on(date(2024, 4, 2)), year=2023, decimals=2) == decided("4.5")


def test_published_by_some_day_in_time_is_in_time_and_on_or_after_some_late_day_is_undecided():
    assert given_by(REPORT, at_most(date(2025, 3, 31).toordinal())) == decided("5")
    assert given_by(REPORT, at_least(date(2025, 4, 3).toordinal())) == undecided("0", "4")


# 加分


@pytest.mark.parametrize(("times", "marks"), [(0, "0"), (1, "1"), (3, "3"), (4, "3"), (400, "3")])
def test_a_bonus_adds_for_each_time_up_to_its_most(times: int, marks: str):
    assert given_by(SPREAD, exactly(times), marks="3") == decided(marks)


@pytest.mark.parametrize(("begun", "marks"), [("counted", "2"), ("dropped", "1"), ("in_part", "1.5")])
def test_a_begun_step_of_a_bonus_counts_as_the_rubric_says(begun: str, marks: str):
    assert given_by(SPREAD | {"per": "2", "begun": begun}, exactly(3), marks="3") == decided(marks)


# 一票否决


@pytest.mark.parametrize("figure", [exactly(0), exactly(3), at_least(1), Input(Decimal(3)), NOTHING])
def test_a_veto_that_is_off_never_strikes_whatever_happened(figure: Input):
    assert given_by(GRAVE | {"on": False}, figure, marks=None) == decided("0")


def test_a_veto_that_is_on_strikes_once_it_happened():
    assert given_by(GRAVE, exactly(0), marks=None) == decided("0")
    assert given_by(GRAVE, exactly(1), marks=None) == decided("1")
    assert given_by(GRAVE, exactly(7), marks=None) == decided("1")
    assert given_by(GRAVE, at_least(1), marks=None) == decided("1")


def test_whether_a_veto_strikes_is_a_persons_to_say_where_nobody_knows():
    assert given_by(GRAVE, NOTHING, marks=None) == Proposal("no_data", Decimal(0), Decimal(1))
    assert given_by(GRAVE, at_most(2), marks=None) == undecided("0", "1")


# 评定


def test_what_is_judged_is_a_persons_whatever_the_figure():
    rule = {"kind": "judgement", "source": None, "levels": [{"share": 100, "words": {"zh": "齐全", "en": "complete"}}]}
    for figure in (NOTHING, exactly(100)):
        assert given_by(rule, figure) == Proposal("judgement", Decimal(0), Decimal(5))


# No figure, no rule that fits


@pytest.mark.parametrize("kind", WHOLE)
def test_without_a_figure_no_rule_gives_marks_and_everything_is_possible(kind: str):
    found = given_by(WHOLE[kind], NOTHING)
    assert found == Proposal("no_data", Decimal(0), Decimal(5))
    assert found.marks is None


@pytest.mark.parametrize("rule", [*WHOLE.values(), {"kind": "judgement"}], ids=[*WHOLE, "judgement"])
@pytest.mark.parametrize(
    "figure", [Input(is_applicable=False), Input(Decimal(1), Decimal(1), Decimal(1), is_applicable=False)]
)
def test_what_is_not_applicable_gets_no_marks_even_with_a_figure(rule: Mapping[str, Any], figure: Input):
    found = given_by(rule, figure)
    assert (found.state, found.marks) == ("not_applicable", None)


def test_a_veto_may_be_not_applicable_as_well():
    assert given_by(GRAVE, Input(is_applicable=False), marks=None).state == "not_applicable"


# Bounds


def test_at_least_43_against_a_bar_of_45_is_nobodys_to_tell_but_a_persons():
    found = given_by(WHOLE["all_or_nothing"], at_least(43))
    assert found == undecided("0", "5")
    assert found.marks is None


def test_at_least_43_against_a_bar_of_43_has_all_marks():
    assert given_by(WHOLE["all_or_nothing"] | {"bar": "43"}, at_least(43)) == decided("5")


def test_at_most_44_against_a_bar_of_45_has_none():
    assert given_by(WHOLE["all_or_nothing"], at_most(44)) == decided("0")
    assert given_by(WHOLE["all_or_nothing"], at_most(45)) == undecided("0", "5")


@pytest.mark.parametrize(
    ("kind", "figure", "expected"),
    [
        ("ratio", at_least(90), undecided("4.5", "5")),
        ("ratio", at_most(90), undecided("0", "4.5")),
        ("ratio", between(80, 90), undecided("4", "4.5")),
        ("bands", at_least(95), undecided("4", "5")),
        ("bands", at_most("94.9"), undecided("0", "3")),
        ("bands", between(95, 99), decided("4")),
        ("shortfall", at_least(12), decided("5")),
        ("shortfall", at_least(10), undecided("4", "5")),
        ("shortfall", at_most(2), decided("0")),
        ("occurrence", at_least(4), decided("0")),
        ("occurrence", at_least(1), undecided("0", "3.5")),
        ("occurrence", at_most(1), undecided("3.5", "5")),
        ("bonus", at_least(5), decided("5")),
        ("bonus", at_least(1), undecided("1", "5")),
        ("bonus", at_most(1), undecided("0", "1")),
    ],
)
def test_a_bounded_figure_gives_the_marks_of_both_of_its_bounds(kind: str, figure: Input, expected: Proposal):
    assert given_by(WHOLE[kind], figure) == expected


def test_an_unbounded_excess_takes_everything_down_to_the_floor():
    over = {"kind": "shortfall", "few_good": True, "bar": "0", "step": "1"}
    for begun in ("counted", "dropped", "in_part"):
        assert given_by(over | {"begun": begun, "floor": "1"}, at_least(3)) == undecided("1", "2")
        assert given_by(over | {"begun": begun, "most": "4"}, at_least(3)) == undecided("1", "2")


def test_a_figure_that_is_known_only_roughly_may_be_anything():
    about_43 = Input(Decimal(43), qualifier="about")
    assert given_by(WHOLE["all_or_nothing"], about_43) == undecided("0", "5")
    assert given_by(RATIO, about_43) == undecided("0", "5")
    assert given_by(LAWSUITS_LOST, about_43) == undecided("0", "5")


def test_bounds_that_round_to_the_same_mark_decide():
    assert given_by(RATIO, between("99.95", 100)) == decided("5")
    assert given_by(RATIO, between("99.85", 100)) == undecided("4.99", "5")


def test_a_step_that_costs_nothing_is_no_step():
    with pytest.raises(ValidationError, match="step"):
        given_by(LAWSUITS_LOST | {"step": "0"}, exactly(43))


# Rounding


@pytest.mark.parametrize(
    ("figure", "decimals", "marks"),
    [
        ("0.1", 2, "0.01"),  # 0.005
        ("0.0999", 2, "0"),
        ("2.5", 2, "0.13"),  # 0.125: to even would be 0.12
        ("2.7", 2, "0.14"),  # 0.135
        ("57.3", 2, "2.87"),  # 2.865, in floats 2.8649999999999998
        ("57.2999", 2, "2.86"),
        ("20.1", 2, "1.01"),  # 1.005, in floats 1.00499999999999989
        ("50", 0, "3"),  # 2.5: to even would be 2
        ("10", 0, "1"),
        ("9.9999", 0, "0"),
        ("33.335", 4, "1.6668"),  # 1.66675
    ],
)
def test_a_tie_of_rounding_goes_up(figure: str, decimals: int, marks: str):
    assert given_by(RATIO, exactly(figure), decimals=decimals) == decided(marks)


def test_what_doesnt_come_out_even_is_rounded_once_at_the_end():
    assert given_by(RATIO | {"bar": "3"}, exactly(1)) == decided("1.67")
    assert given_by(RATIO | {"bar": "3"}, exactly(2)) == decided("3.33")
    tie_in_part = {"kind": "shortfall", "bar": "12", "step": "0.01", "per": "2", "begun": "in_part"}
    assert given_by(tie_in_part, exactly(11)) == decided("5")  # 4.995
    assert given_by(tie_in_part, exactly("10.9999")) == decided("4.99")


def test_a_hair_below_a_tie_stays_below_however_many_digits_the_figure_has():
    large = RATIO | {"bar": "9999999999999999.9999"}
    assert given_by(large, exactly("5009999999999999.9999")) == decided("2.5")  # 2.50499…995
    assert given_by(large, exactly("5010000000000000.0001")) == decided("2.51")


@pytest.mark.parametrize(
    ("marks", "step", "expected"),
    [("0.005", "0.01", "0.01"), ("1.004999", "0.01", "1"), ("2.5", "1", "3"), ("3", "0.01", "3")],
)
def test_marks_are_rounded_half_up_to_whole_steps(marks: str, step: str, expected: str):
    found = rounded(Decimal(marks), Decimal(step))
    assert found == Decimal(expected)
    assert found.as_tuple().exponent == Decimal(step).as_tuple().exponent
