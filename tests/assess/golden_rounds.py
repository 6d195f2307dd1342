"""What is typed into the golden rounds: their rubrics and each organisation's figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

NOT_APPLICABLE = "n/a"
GRADES = (("excellent", 90), ("good", 80), ("pass", 60), ("fail", 0))


@dataclass(frozen=True)
class Line:
    """A line of a rubric.  `figures`: each organisation's, in the round's order: a number, a day, the assessor's marks
    where the line is judged, "n/a", or, where a round is bounded, (lower, upper) with None for unbounded.
    """

    line_id: str
    parent: str
    kind: str
    marks: float | None = None
    figures: Sequence[Any] = ()
    parts: Mapping[str, Any] | None = None

    def part(self, name: str) -> Any:
        return (self.parts or {}).get(name)


@dataclass(frozen=True)
class Round:
    """A round whose lines are worked out, up to the grades."""

    name: str
    note: str
    organisations: Sequence[str]
    lines: Sequence[Line]
    decimals: int = 2
    bonus_most: float = 0
    is_bounded: bool = False


@dataclass(frozen=True)
class Places:
    """A round whose grades have places; 30 % of a group may be excellent, 40 % good."""

    name: str
    rounding: str
    ties: str


def heading(line_id: str, parent: str = "") -> Line:
    return Line(line_id, parent, "heading")


def line(line_id: str, parent: str, kind: str, marks: float | None, figures: Sequence[Any], **parts: Any) -> Line:
    return Line(line_id, parent, kind, marks, figures, parts)


def day(text: str) -> date:
    return date.fromisoformat(text)


IN_TIME = [day(each) for each in ("2025-03-31", "2025-04-01", "2025-04-02", "2025-04-11", "2025-12-31")]
IN_WEEKS = [day(each) for each in ("2025-06-30", "2025-07-06", "2025-07-07", "2025-12-01", "2024-01-02")]
BY_THREE = {"bar1": 100, "share1": 100, "bar2": 95, "share2": 80, "bar3": 90, "share3": 62.5}
FEW = {"few_good": "yes", "bar1": 0, "share1": 100, "bar2": 2, "share2": 50, "bar3": 5, "share3": 9.5}
EACH, BY_PART = {"per": 1, "begun": "counted"}, {"per": 2, "begun": "in_part"}
TENS = {"few_good": "yes", "per": 10, "begun": "counted"}
LATE_CASES = BY_PART | {"bar": 100, "step": 0.35}
WHOLE_WEEKS, WHOLE_TENS = {"per": 7, "begun": "dropped"}, TENS | {"begun": "dropped"}
PLAIN = Round(
    "plain",
    "All kinds of rules, two levels of headings, everything applicable. The veto is off. Marks half up to 2 decimals.",
    ["street_a", "street_b", "street_c", "street_d", "street_e"],
    [
        heading("leadership"),
        heading("reports", "leadership"),
        line("report_in_time", "reports", "timely", 5, IN_TIME, due=day("2025-04-01"), step=0.5, **EACH),
        line("plan_in_time", "reports", "timely", 7, IN_WEEKS, due=day("2025-06-30"), step=1, most=3, **WHOLE_WEEKS),
        heading("duties", "leadership"),
        line("duties_done", "duties", "judgement", 8, [8, 4.8, 0, 2.41, 7.99]),
        line("sessions_held", "duties", "shortfall", 10, [12, 11, 5, 0, 11.5], bar=12, step=0.75, **EACH),
        heading("enforcement"),
        heading("checks", "enforcement"),
        line("contracts", "checks", "ratio", 8, [100, 57.3125, 90.0625, 0.1, 33.3333], bar=100),
        line("decided_in_time", "checks", "shortfall", 7, [100, 99, 61.7, 3, 87.25], **LATE_CASES, floor=1),
        line("days_taken", "checks", "shortfall", 10, [60, 99, 100, 155.5, 1000], bar=90, step=1, most=6, **WHOLE_TENS),
        heading("results", "enforcement"),
        line("publicity", "results", "bands", 8, [100, 99.99, 95, 94.99, 89.9], **BY_THREE),
        line("complaints", "results", "bands", 7, [0, 1, 2, 5, 5.5], **FEW),
        line("checked", "results", "all_or_nothing", 6, [100, 99.99, 100, 0, 100], bar=100),
        line("backlog", "results", "all_or_nothing", 4, [0, 3, 4, 3.5, 0], bar=3, few_good="yes"),
        heading("disputes"),
        line("lost_in_court", "disputes", "occurrence", 6, [0, 1, 2, 4, 3], step=1.5, **EACH),
        line("corrected", "disputes", "occurrence", 6, [0, 1, 3, 9, 2], step=1, per=2, begun="counted", floor=1.5),
        line("mediated", "disputes", "ratio", 8, [99.2, 95, 94.99, 33.3, 0], bar=95),
        line("spread", "", "bonus", 3, [9, 5, 1, 400, 0], step=0.5, per=2, begun="dropped"),
        line("grave", "", "veto", None, [0, 1, 0, 0, 7], on="no"),
    ],
    bonus_most=3,
)

WITHOUT_SOME = Round(
    "not_applicable",
    "Lines and whole headings that aren't applicable (n/a) are weighted out of the sums and of their ceilings; two "
    "bonuses with a cap over both; the veto is on.",
    ["street_a", "street_b", "street_c", "street_d", "street_e"],
    [
        heading("decisions"),
        line("contracts", "decisions", "ratio", 8, [97.3, "n/a", 92, "n/a", 100], bar=100),
        line("decisions_checked", "decisions", "ratio", 7, [88, 91.7, "n/a", "n/a", 100], bar=100),
        line("filed", "decisions", "ratio", 5, [100, 64.4, "n/a", "n/a", 100], bar=100),
        heading("enforcement"),
        heading("cases", "enforcement"),
        line("cases_checked", "cases", "all_or_nothing", 8, [100, "n/a", "n/a", 0, "n/a"], bar=100),
        line("cases_published", "cases", "bands", 9, [100, 95, "n/a", 90, 100], **BY_THREE),
        heading("officers", "enforcement"),
        line("officers_certified", "officers", "ratio", 13, [99, 83.9, 97.7, "n/a", 100], bar=100),
        line("officers_trained", "officers", "judgement", 11, [10.5, 7, "n/a", "n/a", 11]),
        line("hotline", "enforcement", "shortfall", 19, [98, 91, 96, "n/a", 100], bar=100, step=0.7, **EACH),
        heading("court"),
        line("heads_appear", "court", "ratio", 11, [100, "n/a", 66.6, 100, "n/a"], bar=100),
        line("lost", "court", "occurrence", 9, [0, "n/a", 1, 3, 0], step=2, **EACH),
        line("spread", "", "bonus", 2, [1, 2, 0, 1, 5], step=1, **EACH),
        line("first", "", "bonus", 3, [1, 2, 1, 0, 5], step=1.5, **EACH),
        line("grave", "", "veto", None, [0, 0, 1, 0, "n/a"], on="yes"),
    ],
    bonus_most=3.5,
)

DUE, LATE, EARLY = day("2025-04-01"), day("2025-04-03"), day("2025-03-01")
NO, NOBODY_KNOWS = ("n/a", "n/a"), (None, None)
UP_TO_45, TENS_OVER_90 = BY_PART | {"bar": 45, "step": 1.3}, TENS | {"bar": 90, "step": 2, "most": 8}
BY_APRIL = EACH | {"due": DUE, "step": 0.5}
BOUNDED = Round(
    "bounds",
    "Figures with bounds: an empty cell is unbounded (43余 has a lower bound only), both empty is no figure. Marks of "
    "both bounds, half up to 1 decimal.",
    ["exact", "at_least", "at_most", "mixed"],
    [
        heading("work"),
        line("covered", "work", "ratio", 20, [(43, 43), (43, None), (None, 44), NO], bar=45),
        line("reached", "work", "all_or_nothing", 15, [(45, 45), (43, None), (None, 44), (45, None)], bar=45),
        line("published", "work", "bands", 15, [(95, 95), (95, None), (None, 94), NOBODY_KNOWS], **BY_THREE),
        heading("care"),
        line("missing", "care", "shortfall", 17, [(43, 43), (43, None), (None, 44), (44, 46)], **UP_TO_45),
        line("too_long", "care", "shortfall", 11, [(91, 91), (91, None), (None, 110), NO], **TENS_OVER_90),
        line("lost", "care", "occurrence", 12, [(1, 1), (1, None), (None, 2), NOBODY_KNOWS], step=1.5, **EACH),
        line("in_time", "care", "timely", 10, [(LATE, LATE), (LATE, None), (None, LATE), (EARLY, DUE)], **BY_APRIL),
        line("spread", "", "bonus", 3, [(2, 2), (2, None), (None, 1), NOBODY_KNOWS], step=1, **EACH),
    ],
    decimals=1,
    bonus_most=2.5,
    is_bounded=True,
)
ROUNDS = (PLAIN, WITHOUT_SOME, BOUNDED)

# Group, coverage (60 marks), cases lost (40 less 5 each), whether a veto struck.  In groups of eight and of five 30 %
# are 2.4 and 1.5 places, 40 % 3.2 and 2.
DISTRICT = {
    "street_a": ("large", 96.67, 0, "no"),  # 98
    "street_b": ("large", 100, 1, "no"),  # 95
    "street_c": ("large", 91.67, 0, "no"),  # 95 as well, once it is rounded
    "street_d": ("large", 88.33, 0, "no"),  # 93
    "street_e": ("large", 86.67, 0, "no"),  # 92
    "street_f": ("large", 95, 1, "no"),  # 92 as well
    "street_g": ("large", 100, 0, "yes"),
    "street_h": ("large", 30, 2, "no"),
    "street_i": ("small", 90, 0, "no"),  # 94
    "street_j": ("small", 98.33, 1, "no"),  # 94 as well
    "street_k": ("small", 81.66, 0, "no"),  # 89
    "street_l": ("small", 81.67, 0, "no"),  # 89 as well
    "street_m": ("small", 90, 3, "no"),  # 79
}
PLACES = (
    Places("places_down_all_in", "down", "all_in"),
    Places("places_down_all_out", "down", "all_out"),
    Places("places_half_up_all_out", "half_up", "all_out"),
    Places("places_up_all_in", "up", "all_in"),
)
