"""法治建设考评: rubrics (评分细则), what their rules are fed with, and the marks that come of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from pipelines.domain.words import Words

RULE_KINDS = (
    "ratio",
    "bands",
    "shortfall",
    "occurrence",
    "all_or_nothing",
    "timely",
    "bonus",
    "veto",
    "judgement",
)
"""按比例, 分档, 差额扣分, 发生即扣, 达标得分, 时限, 加分, 一票否决, 评定."""

SOURCE_KINDS = ("metric", "derived", "practice", "report_published", "counted")
"""What a rule is fed with: a metric's figure, a derived rate, whether a practice is kept (1 or 0), the day on which the
year's report was published, or what people count that the board doesn't know."""

ACTIVITY_SCORED = ("ratio", "bands", "shortfall", "all_or_nothing", "bonus")
"""Rules that would reward sheer volume where they are fed with a count of activity."""


@dataclass(frozen=True, slots=True)
class Source:
    """What feeds a rule.  `id`: of the metric, derived rate or practice; empty for the other kinds.  `unit`: of what
    people count.
    """

    kind: str
    id: str = ""
    unit: str = ""

    @property
    def asks(self) -> str:
        """What a person can give who holds another figure to be right: number, day, or nothing (a practice)."""
        return {"practice": "", "report_published": "day"}.get(self.kind, "number")


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the marks (0–100 %) for a figure that reaches `bar`, or doesn't pass it where few is good."""

    bar: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Level:
    """What an assessor sees for a part of the marks (0–100 %)."""

    share: Decimal
    words: Words


@dataclass(frozen=True, slots=True)
class Rule:
    """How marks follow from a figure.  What a kind doesn't use is None or empty.

    `bar`: ratio: the figure of full marks; shortfall: what is wanted; all_or_nothing: what must be reached, or not
    passed where `is_few_good`.  `bands`: the best first.  `step`: the marks of one step, a step being `per` units
    short, `per` occurrences, or `per` days late.  `most`: the most that is taken off (None: all marks) or added.
    `begun`: a step that is only begun counts whole (counted), not at all (dropped), or by its part (in_part).
    `floor`: the marks below which nothing is taken off.  `due`: MM-DD of the year after the one assessed.
    `levels`: criteria, the best first.  `is_on`, `order`: of a veto: whether it holds, and the document that says so.
    """

    kind: str
    source: Source | None = None
    bar: Decimal | None = None
    bands: tuple[Band, ...] = ()
    is_few_good: bool = False
    step: Decimal | None = None
    per: Decimal = Decimal(1)
    begun: str = "counted"
    most: Decimal | None = None
    floor: Decimal = Decimal(0)
    due: str = ""
    levels: tuple[Level, ...] = ()
    is_on: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True)
class RubricItem:
    """A line of a rubric: a heading where `rule` is None, else something that gets marks.

    `marks`: its ceiling; of a bonus the most that it adds; None where nobody has set them yet.  `evidence`: what it
    asks to be shown.  `owner_id`: the office of an assessed organisation that answers for it, of a heading for what
    stands under it; empty where the rubric names none.
    """

    item_id: str
    parent_id: str | None
    name: Words
    marks: Decimal | None
    rule: Rule | None = None
    evidence: tuple[Words, ...] = ()
    owner_id: str = ""

    @property
    def asks(self) -> str:
        """What a person can give for it besides marks (see Source); empty: nothing."""
        return self.rule.source.asks if self.rule and self.rule.source else ""

    @property
    def is_bonus(self) -> bool:
        return self.rule is not None and self.rule.kind == "bonus"

    @property
    def is_veto(self) -> bool:
        return self.rule is not None and self.rule.kind == "veto"


@dataclass(frozen=True, slots=True)
class Grade:
    """等次: from how many marks, and which part (0–100 %) of a group may or must get it at least."""

    grade_id: str
    name: Words
    at_least: Decimal
    most_share: Decimal | None = None
    least_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How places are counted.  `rounding`: of a share of a group to whole organisations (down, half_up, up).

    `ties`: where the last place falls among equals: all of them get the grade (all_in), none (all_out), or the grading
    is refused until people decide (refuse).  `gap`: marks that differ by less are equal for a place.
    """

    rounding: str = "down"
    ties: str = "all_in"
    gap: Decimal = Decimal(0)


@dataclass(frozen=True)
class Rubric:
    """评分细则.  `kind`: example (示例), shape (a shape without marks, which no round can be opened with), or own.

    `items`: a tree by `parent_id`, in the order of the page.  `bonus_most`: the most that all bonuses add together.
    `decimals`: of every mark, rounded half up.  `grades`: the best first.  `content`: head and items as the catalogue
    writes them, in values of JSON; `version` names exactly this content.
    """

    rubric_id: str
    name: Words
    kind: str
    basis: Words
    marks: Decimal
    decimals: int
    bonus_most: Decimal
    veto_grade: str | None
    grades: tuple[Grade, ...]
    quota: Quota
    items: tuple[RubricItem, ...]
    version: str = ""
    content: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def item_of(self) -> dict[str, RubricItem]:
        return {item.item_id: item for item in self.items}

    @cached_property
    def children_of(self) -> dict[str | None, tuple[RubricItem, ...]]:
        """Headings → what stands under them; None → the outermost lines."""
        found: dict[str | None, list[RubricItem]] = {}
        for item in self.items:
            found.setdefault(item.parent_id, []).append(item)
        return {parent_id: tuple(items) for parent_id, items in found.items()}

    @cached_property
    def scored(self) -> tuple[RubricItem, ...]:
        """The lines that get marks."""
        return tuple(item for item in self.items if item.rule is not None)


@dataclass(frozen=True, slots=True)
class Input:
    """What a rule is fed with for one organisation: bounds as figures have them (None: unbounded).

    A day is its number in the calendar (date.toordinal), a practice 1 where it is kept, 0 where it lapsed, and between
    the two where a report only states it.  `reason`: why there is no figure.  `ref`: what the figure is read from (an
    observation's id).
    """

    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    reason: str = ""
    is_applicable: bool = True
    unit: str = ""
    qualifier: str = ""
    origin: str = ""
    ref: str = ""

    @property
    def is_known(self) -> bool:
        return self.value is not None or self.lower is not None or self.upper is not None


NOTHING = Input(reason="no_figure")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The marks that a rule gives: `lower` to `upper`, equal where it can tell.  A veto has 1 where it strikes, else 0.

    `state`: decided, cannot_tell (the figure's bounds give different marks), no_data, judgement (a person's), or
    not_applicable.  Only what is decided has one value; everything else goes to a person.
    """

    state: str
    lower: Decimal
    upper: Decimal

    @property
    def marks(self) -> Decimal | None:
        return self.lower if self.state == "decided" else None


@dataclass(frozen=True, slots=True)
class Marks:
    """What an item counts in a total: a mark (lower = upper), what it may still become, or nothing (None bounds)."""

    lower: Decimal | None
    upper: Decimal | None

    @property
    def is_applicable(self) -> bool:
        return self.upper is not None


NOT_APPLICABLE = Marks(None, None)


@dataclass(frozen=True, slots=True)
class Total:
    """The sums of one organisation: `of` has each line's marks (headings too), `lower`–`upper` the whole with bonus.

    `open_items`: how many lines nobody has decided.  `vetoes`: those that struck.  `is_applicable`: false where no line
    applies, so that there is no total at all.
    """

    lower: Decimal
    upper: Decimal
    of: Mapping[str, Marks]
    open_items: int
    vetoes: tuple[str, ...] = ()
    is_applicable: bool = True

    @property
    def marks(self) -> Decimal | None:
        return self.lower if self.open_items == 0 and self.is_applicable else None
