"""Rubrics, rules and figures as the tests of this room need them: small ones by hand, any by hypothesis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pipelines.assess import proposal
from pipelines.catalogue.rubric_shapes import rubric_of
from pipelines.domain.assessments import NOT_APPLICABLE, Band, Input, Marks, Proposal, Rubric, RubricItem, Rule
from pipelines.domain.words import Words

YEAR = 2024
DUE = date(2025, 4, 1)
NAME = Words("名", "name")
WRITTEN_NAME = {"zh": "名", "en": "name"}
JUDGED = {"kind": "judgement"}
BONUS = {"kind": "bonus", "source": "counted", "step": "1"}
VETO = {"kind": "veto", "source": "counted", "on": True, "order": "某办〔2024〕1号"}
FEW_WANTED = ("occurrence", "timely")


def rubric_with(lines: Iterable[Mapping[str, Any]], **head: Any) -> Rubric:
    """A rubric of lines (id, parent, marks, rule), headings before what stands under them.

    A heading has no rule; its marks, and the whole's, are the sums of the lines under it where they aren't given.
    """
    items: list[dict[str, Any]] = [{"name": WRITTEN_NAME, **line} for line in lines]

    def under(parent: str | None) -> Decimal:
        found = [item for item in items if item.get("parent") == parent]
        outside = [item for item in found if item.get("rule", JUDGED)["kind"] in ("bonus", "veto")]
        return sum((Decimal(item["marks"]) for item in found if item not in outside), Decimal(0))

    for item in reversed(items):
        if "rule" not in item and "marks" not in item:
            item["marks"] = str(under(item["id"]))
    whole = {"id": "rubric", "name": WRITTEN_NAME, "basis": WRITTEN_NAME, "kind": "own", "marks": str(under(None))}
    return rubric_of({"head": whole | head, "items": items})


def graded_by(*grades: Mapping[str, Any], **head: Any) -> Rubric:
    """A rubric of one judged line whose grades are what a test is about."""
    line = {"id": "line", "marks": "100", "rule": JUDGED}
    return rubric_with([line], grades=[{"name": WRITTEN_NAME, **grade} for grade in grades], **head)


def line_of(rule: Mapping[str, Any], marks: str | None = "5") -> RubricItem:
    """The one line of a rubric that has this rule, as the catalogue writes it."""
    line = {"id": "line", "marks": marks, "rule": {"source": "counted", **rule}}
    return rubric_with([line], marks="5").items[0]


def given_by(rule: Mapping[str, Any], figure: Input, *, marks: str | None = "5", decimals: int = 2) -> Proposal:
    """What a rule as the catalogue writes it gives for the year 2024."""
    return proposal(line_of(rule, marks), figure, year=YEAR, decimals=decimals)


def exactly(value: Decimal | str | int) -> Input:
    return between(value, value)


def between(lower: Decimal | str | int | None, upper: Decimal | str | int | None) -> Input:
    """A figure with these bounds; None is unbounded."""
    low, high = (None if each is None else Decimal(each) for each in (lower, upper))
    return Input(high if low is None else low, low, high)


def at_least(value: Decimal | str | int) -> Input:
    return between(value, None)


def at_most(value: Decimal | str | int) -> Input:
    return between(None, value)


def on(day: date) -> Input:
    return exactly(day.toordinal())


def mark(lower: Decimal | str | int, upper: Decimal | str | int | None = None) -> Marks:
    return Marks(Decimal(lower), Decimal(lower if upper is None else upper))


def is_on_grid(marks: Decimal, decimals: int) -> bool:
    return isinstance(marks, Decimal) and marks == round(marks, decimals)


@dataclass(frozen=True)
class Case:
    """A line with a rule, and figures in rising order, many of them at the very bars and beside them."""

    line: RubricItem
    decimals: int
    figures: tuple[Decimal, ...]

    @property
    def ceiling(self) -> Decimal:
        return Decimal(1) if self.line.is_veto else self.line.marks or Decimal(0)

    def marks(self, figure: Input) -> Proposal:
        return proposal(self.line, figure, year=YEAR, decimals=self.decimals)


@st.composite
def cases(draw: st.DrawFn, kinds: Iterable[str], figures: int) -> Case:
    """Any rule that the catalogue's promises allow, of one of these kinds, with so many figures."""
    kind, decimals = draw(st.sampled_from(list(kinds))), draw(st.integers(0, 4))
    ceiling = Decimal(draw(st.integers(1, 12_000))).scaleb(-decimals)
    parts: dict[str, Any] = {}
    if kind in ("ratio", "shortfall", "all_or_nothing"):
        parts["bar"] = draw(_numbers(1 if kind == "ratio" else 0))
    if kind in ("bands", "shortfall", "all_or_nothing"):
        parts["is_few_good"] = draw(st.booleans())
    if kind == "bands":
        bars = draw(st.lists(_numbers(), min_size=1, max_size=4, unique=True))
        shares = draw(st.lists(st.decimals(0, 100, places=1), min_size=len(bars), max_size=len(bars), unique=True))
        best_first = zip(sorted(bars, reverse=not parts["is_few_good"]), sorted(shares, reverse=True), strict=True)
        parts["bands"] = tuple(Band(bar, share) for bar, share in best_first)
    if kind in ("shortfall", "occurrence", "timely", "bonus"):
        parts["step"] = draw(st.decimals("0.0001", 20, places=4))
        parts["per"] = draw(st.sampled_from([Decimal(1), Decimal(3), Decimal("0.5")]) | _numbers(1))
        parts["begun"] = draw(st.sampled_from(["counted", "dropped", "in_part"]))
    if kind in ("shortfall", "occurrence", "timely"):
        within = st.decimals(0, ceiling, places=4)
        parts["most"], parts["floor"] = draw(st.none() | within), draw(st.just(Decimal(0)) | within)
    if kind == "timely":
        parts["due"] = f"{DUE:%m-%d}"
    rule = Rule(kind, is_on=kind == "veto", **parts)
    line = RubricItem("line", None, NAME, None if kind == "veto" else ceiling, rule)
    some = _days() if kind == "timely" else _numbers() | _telling(rule)
    return Case(line, decimals, tuple(sorted(draw(st.lists(some, min_size=figures, max_size=figures)))))


def _numbers(least: int = 0) -> st.SearchStrategy[Decimal]:
    return st.integers(least, 150).map(Decimal) | st.decimals(least, 150, places=4)


def _days() -> st.SearchStrategy[Decimal]:
    return st.integers(-3, 3).map(lambda late: Decimal(DUE.toordinal() + late)) | st.integers(
        DUE.toordinal() - 400, DUE.toordinal() + 400
    ).map(Decimal)


def _telling(rule: Rule) -> st.SearchStrategy[Decimal]:
    """Figures at the bars and a step from them, and a hair beside them."""
    bars = [Decimal(0), *(band.bar for band in rule.bands), *([rule.bar] if rule.bar is not None else [])]
    points = {bar + way * rule.per for bar in bars for way in (-2, -1, 0, 1, 2)}
    near = {point + Decimal(hair) for point in points for hair in ("-0.0001", "0", "0.0001")}
    return st.sampled_from(sorted(point for point in near if point >= 0))


@st.composite
def trees(draw: st.DrawFn, unit: str = "0.01", with_bonus: bool = True) -> Rubric:
    """A rubric of judged lines under one or two levels of headings, whose marks add up, of multiples of a unit."""
    lines: list[dict[str, Any]] = []

    def marks() -> str:
        return str(draw(st.integers(1, 2000)) * Decimal(unit))

    def add_lines(parent: str | None, least: int) -> None:
        for number in range(draw(st.integers(least, 3))):
            name = f"{parent or 'line'}_{number}"
            lines.append({"id": name, "parent": parent, "marks": marks(), "rule": JUDGED})

    for number in range(draw(st.integers(1, 3))):
        heading = f"h{number}"
        lines.append({"id": heading})
        if draw(st.booleans()):
            for lesser in range(draw(st.integers(1, 2))):
                lines.append({"id": f"{heading}_s{lesser}", "parent": heading})
                add_lines(f"{heading}_s{lesser}", 1)
            add_lines(heading, 0)
        else:
            add_lines(heading, 1)
    add_lines(None, 0)
    bonuses = draw(st.integers(0, 2)) if with_bonus else 0
    lines.extend({"id": f"bonus_{number}", "marks": marks(), "rule": BONUS} for number in range(bonuses))
    return rubric_with(lines, bonus_most=marks() if with_bonus else "0")


def counted_lines(rubric: Rubric) -> list[RubricItem]:
    """The lines that a heading is summed from: neither bonus nor veto."""
    return [item for item in rubric.scored if not item.is_bonus and not item.is_veto]


@st.composite
def decisions(draw: st.DrawFn, rubric: Rubric, all_decided: bool = False) -> dict[str, Marks]:
    """Marks of the lines of a rubric with two decimals: decided, not applicable, bounded, or left out as not seen."""
    found: dict[str, Marks] = {}
    for item in rubric.scored:
        cents = st.integers(0, int((item.marks or 0) * 100))
        lower, upper = (Decimal(each) / 100 for each in sorted(draw(st.tuples(cents, cents))))
        ways: dict[str, Marks | None] = {
            "decided": Marks(lower, lower),
            "not_applicable": NOT_APPLICABLE,
            "open": None,
            "bounded": Marks(lower, upper),
        }
        way = draw(st.sampled_from(["decided", "not_applicable"] if all_decided else list(ways)))
        marks = ways[way]
        if marks is not None:
            found[item.item_id] = marks
    return found
