"""A round of the assessment (考评年度): who is assessed by what, until when, and how far each line of each one is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.domain.assessments import Input, Proposal
from pipelines.domain.records import NOBODY, Decided

WAYS = ("paper", "site")
"""书面审查, 实地核查: how an assessor came to a mark."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Until when: 自评, 评审 and 整改 (days, that day included); `object_days`: how many days an objection has from the
    day of the feedback on.
    """

    issued_on: date
    self_until: date
    review_until: date
    object_days: int
    rectify_until: date


@dataclass(frozen=True, slots=True)
class Plan:
    """考评方案 as it is issued: by which district, for which year, with which rubric (its content), for whom.

    `groups`: organisation → the group whose places it competes for; empty: all in one.  `document`: the document that
    orders the assessment.
    """

    organiser_id: str
    year: int
    name: str
    content: Mapping[str, Any]
    version: str
    organisations: tuple[str, ...]
    dates: Dates
    groups: Mapping[str, str] = field(default_factory=dict)
    document: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample for the on-site check: from which pool, by which seed."""

    seed: str
    pool: tuple[str, ...]
    drawn: tuple[str, ...]
    by: Decided


@dataclass(frozen=True, slots=True)
class Announcement:
    """反馈 or 公布: each organisation's marks and grade as they stood; `object_until` of feedback."""

    marks: Mapping[str, Decimal]
    grades: Mapping[str, str]
    edition_id: str
    by: Decided
    object_until: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """`plans`: the plan and each amendment of it, with the sequence of the event that brought it, the latest last."""

    round_id: str
    plans: tuple[tuple[int, Plan], ...]
    by: Decided
    draws: tuple[Draw, ...] = ()
    feedback: Announcement | None = None
    published: Announcement | None = None
    seen: int = 0

    @property
    def plan(self) -> Plan:
        """The plan as it holds now."""
        return self.plans[-1][1]

    def plan_at(self, sequence: int) -> Plan:
        """The plan as it held when an event was recorded."""
        return next((plan for since, plan in reversed(self.plans) if since <= sequence), self.plans[0][1])

    @property
    def stage(self) -> str:
        """open (自评、评审), objections (反馈后), published."""
        if self.published:
            return "published"
        return "objections" if self.feedback else "open"


@dataclass(frozen=True, slots=True)
class Assessee:
    """An organisation in a round.  `received`: the rubric's version that it signed for.

    `until`: the day until which a self-assessment that was sent back may be mended.  `conflicts`: assessors who said
    that they have one (回避), and why stands with the event.  `fillers`: whoever filled in anything.  `owners`: the
    office of each line that it gave to another one than the usual (分解任务).
    """

    received: str = ""
    received_by: Decided | None = None
    submitted: Decided | None = None
    until: date | None = None
    conflicts: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """自评 of one line: the figure that the organisation holds to be right (None: the board's), marks, what shows it.

    `is_applicable`: false where it says that the line doesn't apply to it.  `form`: the key of the form that said it,
    empty where it was typed on the page.
    """

    figure: Decimal | None
    marks: Decimal | None
    is_applicable: bool
    materials: tuple[str, ...]
    by: Decided
    form: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """评分 of one line: `marks` None where it doesn't apply.  `given` and `proposed`: what the rule had before it.

    `board`: the board's figure then, which `given` is unless the assessor counted another one.
    """

    marks: Decimal | None
    way: str
    given: Input
    board: Input
    proposed: Proposal
    materials: tuple[str, ...]
    by: Decided = NOBODY


@dataclass(frozen=True, slots=True)
class Objection:
    """异议: what the organisation asks for (None: it only asks to look again), until it is decided by `ruling`."""

    asks: Decimal | None
    materials: tuple[str, ...]
    by: Decided


@dataclass(frozen=True, slots=True)
class Ruling:
    """复核结论: upheld objections give other marks; the score before stays known."""

    is_upheld: bool
    marks: Decimal | None
    before: Decimal | None
    by: Decided


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of one organisation.  `scores`: every score, the latest last; `second`: an independent second one.

    `outdated`: the score that held until an amendment gave the line other marks or another rule.
    """

    claim: Claim | None = None
    scores: tuple[Score, ...] = ()
    second: Score | None = None
    outdated: Score | None = None
    objection: Objection | None = None
    ruling: Ruling | None = None
    seen: int = 0

    @property
    def score(self) -> Score | None:
        return self.scores[-1] if self.scores else None

    @property
    def is_decided(self) -> bool:
        return bool(self.scores)

    @property
    def marks(self) -> Decimal | None:
        """What holds; None where the line doesn't apply, or nobody scored it (`is_decided`)."""
        if self.ruling and self.ruling.is_upheld:
            return self.ruling.marks
        return self.scores[-1].marks if self.scores else None


NOBODY_YET = Standing()


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round with everything that was recorded of it: (organisation) → Assessee, (organisation, item) → Standing.

    `after`: the sequence of the last event that was read.
    """

    round: Round
    assessees: Mapping[str, Assessee]
    standings: Mapping[tuple[str, str], Standing]
    after: int = 0

    def assessee(self, organisation_id: str) -> Assessee:
        return self.assessees.get(organisation_id, Assessee())

    def filling_until(self, organisation_id: str) -> date:
        """The last day on which an organisation may fill in its self-assessment."""
        return self.assessee(organisation_id).until or self.round.plan.dates.self_until

    def standing(self, organisation_id: str, item_id: str) -> Standing:
        return self.standings.get((organisation_id, item_id), NOBODY_YET)
