"""The situations that a key result can be in, each as a few raw rows: what docs/status.md lists.

Longer than other files because it is a list: one situation after the other, in the order of the table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from tests.warehouse.rows import Rows

LATE = date(2026, 11, 27)


@dataclass(frozen=True, eq=False)
class Situation:
    """What is known (`rows`), what must be answered, and what Open SDG makes of the same numbers.

    `series`: the arguments of `open_sdg`; None where its method has no place for the case.
    `verdict`: which of the two answers a leader could repeat in a meeting, and why.
    """

    group: str
    text: str
    rows: Callable[[], Rows]
    status: str
    reason: str
    verdict: str
    left_open: tuple[str, str] | None = None
    series: Mapping[str, Any] | None = field(default=None)


def start(as_of: date = LATE, *, kind: str = "rate", unit: str = "%", second: str = "whole") -> Rows:
    """Report 2023 with a goal for 2024, a metric `m`, and the report of 2024 where `second` says how much of it."""
    rows = Rows(as_of=as_of).metric(
        "m", kind=kind, units=(unit,), name_zh="学法考试完成率", name_en="Law exam completion"
    )
    rows.document("r2023", 2023).known_goal("goal", 2023)
    return rows.document("r2024", 2024, extent=second) if second != "none" else rows


def with_value(value: int | None, *, kind: str = "rate", unit: str = "%", as_of: date = LATE, **reading: Any) -> Rows:
    """`start` with a figure of 2024."""
    rows = start(as_of, kind=kind, unit=unit)
    return rows.observation("r2024", "m", value, 2024, kind=kind, unit=unit, **reading)


def from_2023(before: int, value: int, *, kind: str = "stock", unit: str = "个", **before_reading: Any) -> Rows:
    """`with_value` with a figure of 2023 as the baseline."""
    rows = with_value(value, kind=kind, unit=unit)
    return rows.observation("r2023", "m", before, 2023, kind=kind, unit=unit, **before_reading)


def share(
    part_value: int | None,
    whole_value: int | None,
    target: int,
    *,
    as_of: date = LATE,
    frequency: str = "year",
    part: Mapping[str, Any] = MappingProxyType({}),
    **whole: Any,
) -> Rows:
    """A derived metric, reviewers ÷ officers, with the parts that are known; `part`, `whole`: changes to readings."""
    rows = start(as_of).metric(
        "part", kind="stock", units=("名",), name_zh="法制审核人员", name_en="Legality reviewers"
    )
    rows.metric("whole", kind="stock", units=("名",), name_zh="执法人员", name_en="Enforcement officers")
    for metric_id, value, reading in (("part", part_value, part), ("whole", whole_value, whole)):
        if value is not None:
            day = {"period_start": date(2024, 12, 31), "period_end": date(2024, 12, 31)}
            rows.observation("r2024", metric_id, value, 2024, **{"kind": "stock", "unit": "名", **day, **reading})
    rows.derived("d", "part", "whole")
    return rows.key_result("keep_at_least", "d", target, measure_kind="derived", frequency=frequency)


def part_of_year(value: int, target: int, kind: str, last_day: date, **key_result: Any) -> Rows:
    """A count from 1 January to `last_day`, read on the day after."""
    rows = start(date(last_day.year, last_day.month + 1, 1), kind="flow", unit="次")
    rows.observation("r2024", "m", value, 2024, unit="次", period_end=last_day)
    return rows.key_result(kind, "m", target, **{"baseline": "zero" if kind == "reach" else None, **key_result})


def monthly(done: int, *, missed: int = 0, as_of: date = LATE) -> Rows:
    """Twelve months to keep; the first `done` are recorded as done, the next `missed` as missed."""
    rows = start(as_of).known_practice("training").key_result("every_period", "training", 12, measure_kind="practice")
    for month in range(1, done + missed + 1):
        last = date(2024, 12, 31) if month == 12 else date.fromordinal(date(2024, month + 1, 1).toordinal() - 1)
        rows.mark(last, month <= done)
    return rows


def steps(*marks: bool, months: tuple[int, ...] = (3, 6), as_of: date = date(2024, 8, 1)) -> Rows:
    """A milestone on the 30th of each month, recorded as far as `marks` goes."""
    days = [date(2024, month, 30) for month in months]
    rows = start(as_of).key_result("milestone", None, None, measure_kind=None, due_on=days[-1])
    for place, day in enumerate(days, 1):
        rows.milestone(day, 100 * place // len(days))
    for day, is_met in zip(days, marks, strict=False):
        rows.mark(day, is_met)
    return rows


def campaigns(value: int, last_day: date) -> Rows:
    """Four campaigns, two of them due at the end of May and of June, counted up to `last_day`."""
    rows = part_of_year(value, 4, "reach", last_day, due_on=date(2024, 12, 7))
    return rows.milestone(date(2024, 5, 31), 25).milestone(date(2024, 6, 30), 50).milestone(date(2024, 12, 7), 100)


def held(rows: Rows, target: int = 100, **key_result: Any) -> Rows:
    return rows.key_result("keep_at_least", "m", target, **key_result)


def moved(rows: Rows, kind: str, target: int | None, **key_result: Any) -> Rows:
    return rows.key_result(kind, "m", target, **{"baseline": "year", "baseline_year": 2023, **key_result})


def going(values: dict[int, float], target: float, *, rises: bool = True, first: int = 2023) -> dict[str, Any]:
    return {"values": values, "first_year": first, "target": target, "target_year": 2024, "rises": rises}


UP_TO_43 = {"lower": 43, "upper": None, "qualifier": "at_least"}
ABOUT = {"lower": None, "upper": None, "qualifier": "about"}
JUNE = date(2024, 6, 30)
HALF = {"period_end": JUNE}

SITUATIONS = (
    # one report
    Situation(
        "One report",
        "The goal's year hasn't begun",
        lambda: held(start(date(2023, 12, 1), second="none")),
        "not_due",
        "not_started",
        "ours; theirs leaves a blank that reads as a fault",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "The year runs, and its figure comes once a year",
        lambda: held(start(date(2024, 7, 1), second="none")),
        "not_due",
        "not_due_yet",
        "ours; theirs is blank",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "The year runs, its figure should come each quarter, and none has come",
        lambda: held(start(date(2024, 7, 1), second="none"), frequency="quarter"),
        "no_data",
        "figures_expected",
        "ours: it names who can supply it; theirs is blank",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "The year is over, its report isn't due yet",
        lambda: held(start(date(2025, 1, 31), second="none")),
        "no_data",
        "report_awaited",
        "ours; theirs is blank",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "The day the report was due has passed, and it isn't loaded",
        lambda: held(start(second="none")),
        "overdue_no_data",
        "figures_overdue",
        "ours: missing, not failed; theirs is blank",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "Only an excerpt of it is loaded, without the figure",
        lambda: held(start(second="excerpt")),
        "overdue_no_data",
        "figures_overdue",
        "ours: it is our copy that is incomplete; theirs is blank",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "The whole report was read and doesn't state the figure",
        lambda: held(start()),
        "overdue_no_data",
        "figures_overdue",
        "ours; theirs is blank",
        series=going({2023: 95}, 100),
    ),
    Situation(
        "One report",
        "The first year that is known meets the target",
        lambda: held(with_value(100)),
        "achieved",
        "target_met",
        "both",
        series=going({2024: 100}, 100),
    ),
    Situation(
        "One report",
        "The first year that is known is below the target",
        lambda: held(with_value(70)),
        "off_track",
        "target_missed",
        "ours; theirs is blank though the figure is there",
        series=going({2024: 70}, 100),
    ),
    # hold a level
    Situation(
        "Hold a level",
        "A share that must be 100% ends the year at 97%",
        lambda: held(with_value(97)),
        "at_risk",
        "target_missed",
        "ours: nearly there, and not there; theirs says deterioration because 98% came before",
        series=going({2023: 98, 2024: 97}, 100),
    ),
    Situation(
        "Hold a level",
        "No more than 5 allowed, 4 seen",
        lambda: with_value(4, kind="flow", unit="件").key_result("keep_at_most", "m", 5),
        "achieved",
        "target_met",
        "both",
        series=going({2023: 6, 2024: 4}, 5, rises=False),
    ),
    # zeros
    Situation(
        "Zeros",
        "From a baseline of zero to 4, 4 reached",
        lambda: with_value(4, kind="flow", unit="次").key_result("reach", "m", 4, baseline="zero"),
        "achieved",
        "target_met",
        "both",
        series=going({2023: 0, 2024: 4}, 4),
    ),
    Situation(
        "Zeros",
        "From a baseline of zero to 4, 2 reached at the end",
        lambda: with_value(2, kind="flow", unit="次").key_result("reach", "m", 4, baseline="zero"),
        "off_track",
        "target_missed",
        "ours: half; theirs starts from an invented 0.001, and any start would give another ratio",
        series=going({2023: 0, 2024: 2}, 4),
    ),
    Situation(
        "Zeros",
        "Down to zero, zero reached",
        lambda: moved(from_2023(5, 0), "reduce", 0),
        "achieved",
        "target_met",
        "both",
        series=going({2023: 5, 2024: 0}, 0, rises=False),
    ),
    Situation(
        "Zeros",
        "Down from 5 to zero, 4 left at the end",
        lambda: moved(from_2023(5, 4), "reduce", 0),
        "off_track",
        "target_missed",
        "ours: a fifth of the way; theirs follows from the invented 0.001",
        series=going({2023: 5, 2024: 4}, 0, rises=False),
    ),
    Situation(
        "Zeros",
        "None allowed, 1 seen",
        lambda: with_value(1, kind="flow", unit="件").key_result("keep_at_most", "m", 0),
        "off_track",
        "target_missed",
        "ours; theirs calls a flat line limited progress",
        series=going({2023: 1, 2024: 1}, 0, rises=False),
    ),
    # the baseline meets the target already
    Situation(
        "Baseline and target",
        "Baseline = target, and kept",
        lambda: moved(from_2023(100, 100), "reach", 100),
        "achieved",
        "target_met",
        "ours; theirs divides by zero",
        series=going({2023: 100, 2024: 100}, 100),
    ),
    Situation(
        "Baseline and target",
        "Baseline = target, then fallen back to 90",
        lambda: moved(from_2023(100, 90), "reach", 100),
        "at_risk",
        "target_missed",
        "ours; theirs divides by zero",
        series=going({2023: 100, 2024: 90}, 100),
    ),
    Situation(
        "Baseline and target",
        "The baseline is past the target, and stays past it",
        lambda: moved(from_2023(100, 95), "reach", 90),
        "achieved",
        "target_met",
        "both",
        series=going({2023: 100, 2024: 95}, 90),
    ),
    Situation(
        "Baseline and target",
        "The baseline isn't known",
        lambda: moved(with_value(48, kind="stock", unit="个"), "reach", 50),
        "cannot_tell",
        "baseline_unclear",
        "ours: how far it came can't be told; theirs is blank",
        left_open=("off_track", "on_track"),
        series=going({2024: 48}, 50),
    ),
    Situation(
        "Baseline and target",
        "A year without data lies between baseline (2022) and figure",
        lambda: moved(
            with_value(48, kind="stock", unit="个")
            .document("r2022", 2022)
            .observation("r2022", "m", 40, 2022, kind="stock", unit="个"),
            "reach",
            50,
            baseline_year=2022,
        ),
        "at_risk",
        "target_missed",
        "ours: 8 of 10; theirs agrees in substance",
        series=going({2022: 40, 2024: 48}, 50, first=2022),
    ),
    Situation(
        "Baseline and target",
        "The unit changed between baseline and figure",
        lambda: moved(
            with_value(48, kind="flow", unit="次").observation("r2023", "m", 40, 2023, unit="件"), "reduce", 30
        ),
        "cannot_tell",
        "baseline_unclear",
        "ours: two units aren't compared; theirs doesn't know units of a year",
        left_open=("off_track", "on_track"),
        series=going({2023: 40, 2024: 48}, 30, rises=False),
    ),
    Situation(
        "Baseline and target",
        "The unit changed in between, a year before the figure's",
        lambda: moved(
            with_value(48, kind="flow", unit="次")
            .observation("r2023", "m", 45, 2023, unit="次")
            .document("r2022", 2022)
            .observation("r2022", "m", 40, 2022, unit="件"),
            "reduce",
            30,
            baseline_year=2022,
        ),
        "cannot_tell",
        "baseline_unclear",
        "ours: two units aren't compared; theirs doesn't know units of a year",
        left_open=("off_track", "on_track"),
        series=going({2022: 40, 2023: 45, 2024: 48}, 30, rises=False, first=2022),
    ),
    # falling is good
    Situation(
        "Falling is good",
        "Down from 50 to 40, 42 reached",
        lambda: moved(from_2023(50, 42), "reduce", 40),
        "at_risk",
        "target_missed",
        "ours: 8 of 10",
        series=going({2023: 50, 2024: 42}, 40, rises=False),
    ),
    Situation(
        "Falling is good",
        "Down from 50 to 40, and it rose to 55",
        lambda: moved(from_2023(50, 55), "reduce", 40),
        "off_track",
        "target_missed",
        "both",
        series=going({2023: 50, 2024: 55}, 40, rises=False),
    ),
    Situation(
        "Falling is good",
        "20% less than the first whole year, 50 before and 40 now",
        lambda: moved(from_2023(50, 40), "reduce", None, change_percent=-20),
        "achieved",
        "target_met",
        "both, once somebody works out the 40 for theirs",
        series=going({2023: 50, 2024: 40}, 40, rises=False),
    ),
    Situation(
        "Falling is good",
        "20% less than a year that was counted in another unit",
        lambda: moved(
            with_value(30, kind="flow", unit="次").observation("r2023", "m", 50, 2023, unit="件"),
            "reduce",
            None,
            change_percent=-20,
        ),
        "cannot_tell",
        "baseline_unclear",
        "ours: 20% less of another unit is no target; theirs doesn't know units of a year",
        left_open=("off_track", "on_track"),
        series=going({2023: 50, 2024: 30}, 40, rises=False),
    ),
    Situation(
        "Falling is good",
        "20% less than 43余, 36 reached",
        lambda: moved(from_2023(43, 36, **UP_TO_43), "reduce", None, change_percent=-20),
        "cannot_tell",
        "baseline_unclear",
        "ours: of 43 the target is missed, of 49 it is met; theirs takes 43 as exact",
        left_open=("off_track", "on_track"),
        series=going({2023: 43, 2024: 36}, 34.4, rises=False),
    ),
    Situation(
        "Falling is good",
        "20% less than the first whole year, and no year has data",
        lambda: start(kind="stock", unit="个").key_result(
            "reduce", "m", None, change_percent=-20, baseline="first_year", due_on=None
        ),
        "no_data",
        "baseline_unknown",
        "ours: what has to come first; theirs is blank",
        series=going({}, 0, rises=False),
    ),
    # bounds
    Situation(
        "Bounds",
        "43余 (at least 43) against a target of 40",
        lambda: held(with_value(43, kind="flow", unit="次", **UP_TO_43), 40),
        "achieved",
        "target_met",
        "both",
        series=going({2024: 43}, 40),
    ),
    Situation(
        "Bounds",
        "43余 (at least 43) against a target of 50",
        lambda: held(with_value(43, kind="flow", unit="次", **UP_TO_43), 50),
        "cannot_tell",
        "bounds_disagree",
        "ours: it may be 50; theirs takes 43 as exact",
        left_open=("at_risk", "achieved"),
        series=going({2023: 40, 2024: 43}, 50),
    ),
    Situation(
        "Bounds",
        "约100 (about 100) against a target of 100",
        lambda: held(with_value(100, kind="flow", unit="次", **ABOUT)),
        "cannot_tell",
        "bounds_disagree",
        "ours: about a hundred isn't a hundred; theirs says achieved",
        left_open=("off_track", "achieved"),
        series=going({2024: 100}, 100),
    ),
    Situation(
        "Bounds",
        "不超过5 (at most 5) where 5 are allowed",
        lambda: with_value(5, kind="flow", unit="件", lower=0, qualifier="at_most").key_result("keep_at_most", "m", 5),
        "achieved",
        "target_met",
        "both",
        series=going({2024: 5}, 5, rises=False),
    ),
    Situation(
        "Bounds",
        "From a baseline of 43余 to 50, 48 reached",
        lambda: moved(from_2023(43, 48, **UP_TO_43), "reach", 50),
        "cannot_tell",
        "baseline_unclear",
        "ours: the baseline may itself be 50; theirs takes 43 as exact",
        left_open=("off_track", "on_track"),
        series=going({2023: 43, 2024: 48}, 50),
    ),
    Situation(
        "Bounds",
        "2 reviewers, at least 38 officers, target 5%",
        lambda: share(2, 38, 5, lower=38, upper=None, qualifier="at_least"),
        "cannot_tell",
        "bounds_disagree",
        "ours: 40 officers or fewer would meet it; theirs has no bounds",
        left_open=("off_track", "achieved"),
        series=going({2024: 5.2632}, 5),
    ),
    # shares of two figures
    Situation(
        "Shares",
        "The denominator is missing",
        lambda: share(2, None, 5),
        "overdue_no_data",
        "figures_overdue",
        "ours: it names the missing part; theirs is blank",
        series=going({}, 5),
    ),
    Situation(
        "Shares",
        "There was nothing to count in the year (0 of 0)",
        lambda: share(0, 0, 100),
        "no_data",
        "nothing_due",
        "ours: neither 0% nor 100%; theirs is blank",
        series=going({}, 100),
    ),
    Situation(
        "Shares",
        "There has been nothing to count by 30 June (0 of 0)",
        lambda: share(0, 0, 100, as_of=date(2024, 7, 1), frequency="quarter", part=HALF, period_end=JUNE),
        "no_data",
        "figures_expected",
        "ours: half a year isn't the year; theirs is blank",
        series=going({}, 100),
    ),
    Situation(
        "Shares",
        "The part is of the year's end, the whole of June",
        lambda: share(20, 20, 100, period_end=JUNE, period_start=JUNE),
        "overdue_no_data",
        "figures_overdue",
        "ours: two days aren't divided; theirs would say achieved",
        series=going({2024: 100}, 100),
    ),
    Situation(
        "Shares",
        "3 of 0",
        lambda: share(3, 0, 100),
        "overdue_no_data",
        "figures_overdue",
        "ours: it asks for a check; theirs has nothing to divide",
        series=going({}, 100),
    ),
    Situation(
        "Shares",
        "The part is larger than the whole",
        lambda: share(3, 2, 100),
        "overdue_no_data",
        "figures_overdue",
        "ours: it asks for a check; theirs says achieved at 150%",
        series=going({2024: 150}, 100),
    ),
    # what a document says of the figure
    Situation(
        "What the documents say",
        "Three years together, none of the year's own",
        lambda: held(
            start(kind="flow", unit="名").observation(
                "r2024", "m", 7, 2024, kind="window", unit="名", period_start=date(2022, 1, 1)
            ),
            5,
        ),
        "overdue_no_data",
        "figures_overdue",
        "ours: 7 in three years isn't 7 in one; theirs would take it for the year's",
        series=going({2024: 7}, 5),
    ),
    Situation(
        "What the documents say",
        "Two figures that contradict each other",
        lambda: held(with_value(95).observation("r2024", "m", 98, 2024, kind="rate", unit="%")),
        "overdue_no_data",
        "figures_overdue",
        "ours: settle it first; theirs stops at two values for a year",
    ),
    Situation(
        "What the documents say",
        "A later report gives another figure for the year",
        lambda: held(
            with_value(100).document("r2025", 2025).observation("r2025", "m", 95, 2024, kind="rate", unit="%")
        ),
        "achieved",
        "target_met",
        "ours: the year's own report stands until somebody decides, and the figure says so",
        series=going({2024: 100}, 100),
    ),
    # part of the year
    Situation(
        "Part of the year",
        "To 4 by 31 December, 2 by 30 June",
        lambda: part_of_year(2, 4, "reach", JUNE),
        "on_track",
        "pace_on_track",
        "ours: half of it at half time; theirs takes the half year for the year",
        series=going({2023: 0, 2024: 2}, 4),
    ),
    Situation(
        "Part of the year",
        "To 4 by 31 December, 1 by 30 June",
        lambda: part_of_year(1, 4, "reach", JUNE),
        "off_track",
        "pace_off_track",
        "ours; theirs takes the half year for the year",
        series=going({2023: 0, 2024: 1}, 4),
    ),
    Situation(
        "Part of the year",
        "No more than 100 in the year, 60 by 30 June",
        lambda: part_of_year(60, 100, "keep_at_most", JUNE),
        "at_risk",
        "pace_at_risk",
        "ours: it is heading for 121; theirs says achieved at half time",
        series=going({2023: 110, 2024: 60}, 100, rises=False),
    ),
    Situation(
        "Part of the year",
        "Due on 30 June, and the figure reaches to that day",
        lambda: part_of_year(4, 4, "reach", JUNE, due_on=JUNE),
        "achieved",
        "target_met",
        "both",
        series=going({2023: 0, 2024: 4}, 4),
    ),
    Situation(
        "Part of the year",
        "Due on 31 December, the data ends on 30 September and stays there",
        lambda: held(with_value(70, kind="flow", unit="次", period_end=date(2024, 9, 30))),
        "overdue_no_data",
        "figures_end_early",
        "ours: three quarters aren't judged as a year; theirs judges them",
        series=going({2023: 90, 2024: 70}, 100),
    ),
    Situation(
        "Part of the year",
        "Before the first milestone nothing is expected",
        lambda: campaigns(0, date(2024, 4, 30)),
        "not_due",
        "nothing_expected_yet",
        "ours; theirs sees a fall from the invented 0.001 and says deterioration",
        series=going({2023: 0, 2024: 0}, 4),
    ),
    Situation(
        "Part of the year",
        "Two campaigns due by the milestones, one held",
        lambda: campaigns(1, JUNE),
        "off_track",
        "pace_off_track",
        "ours: one of two; theirs doesn't know milestones",
        series=going({2023: 0, 2024: 1}, 4),
    ),
    # periods and milestones
    Situation(
        "Periods and milestones",
        "The report says 每月 (each month), and no month is recorded",
        lambda: monthly(0),
        "overdue_no_data",
        "figures_overdue",
        "ours: a statement isn't twelve records; theirs has no place for it",
    ),
    Situation(
        "Periods and milestones",
        "Twelve of twelve months recorded as done",
        lambda: monthly(12),
        "achieved",
        "records_achieved",
        "ours",
    ),
    Situation(
        "Periods and milestones",
        "One closed month missed",
        lambda: monthly(5, missed=1, as_of=date(2024, 8, 1)),
        "off_track",
        "period_missed",
        "ours",
    ),
    Situation(
        "Periods and milestones",
        "Five of six closed months recorded as done, the sixth not recorded",
        lambda: monthly(5, as_of=date(2024, 7, 20)),
        "cannot_tell",
        "records_missing",
        "ours: no record isn't a missed month",
        left_open=("off_track", "on_track"),
    ),
    Situation(
        "Periods and milestones",
        "All five closed months done, the sixth within its days of grace",
        lambda: monthly(5, as_of=date(2024, 7, 5)),
        "on_track",
        "records_on_track",
        "ours",
    ),
    Situation(
        "Periods and milestones",
        "Both milestones met",
        lambda: steps(True, True),
        "achieved",
        "records_achieved",
        "ours",
    ),
    Situation(
        "Periods and milestones",
        "The first milestone met, the second missed",
        lambda: steps(True, False),
        "off_track",
        "records_off_track",
        "ours",
    ),
    Situation(
        "Periods and milestones",
        "Four of five milestones met, the fifth missed",
        lambda: steps(True, True, True, True, False, months=(3, 4, 5, 6, 7)),
        "at_risk",
        "records_at_risk",
        "ours",
    ),
    Situation(
        "Periods and milestones",
        "The first milestone met, the second not due yet",
        lambda: steps(True, as_of=date(2024, 5, 1)),
        "on_track",
        "records_on_track",
        "ours",
    ),
    # targets
    Situation(
        "Targets",
        "No target has been proposed",
        lambda: moved(from_2023(50, 60), "reach", None),
        "no_target",
        "no_target",
        "ours: nothing is judged; theirs judges the growth alone, by 1.5% a year",
    ),
)
