"""What the page of 法治建设考评 records: the steps of the district, of an organisation, and of assessors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.api.assessment import Assessment
from pipelines.api.people import decider
from pipelines.domain.errors import NotADay, NotANumber, UnknownOrganisation
from pipelines.domain.quantities import typed_figure, typed_number, written_figure
from pipelines.domain.rounds import Dates, Plan
from pipelines.jobs.assessment.desk import Line
from pipelines.jobs.assessment.filling import AssesseeDesk, Filled
from pipelines.jobs.assessment.organising import OrganiserDesk
from pipelines.jobs.assessment.scoring import AssessorDesk, Given
from pipelines.jobs.days import today
from pipelines.jobs.settings import current_settings
from pipelines.jobs.supervision import Found, SupervisionDesk


@dataclass(frozen=True, slots=True)
class Rectification:
    """What is to be mended: which line, what in words, by which office, until when."""

    item_id: str
    what: str
    owner_id: str
    due_on: date


__all__ = [
    "Dates",
    "Filled",
    "Given",
    "Line",
    "Plan",
    "Rectification",
    "accept_rules",
    "amend_round",
    "declare_conflict",
    "divide_tasks",
    "draw_sample",
    "figure_in",
    "give_feedback",
    "groups_in",
    "number_in",
    "object_to",
    "open_round",
    "publish_grades",
    "require_rectification",
    "rule_on",
    "score_line",
    "self_assess",
    "send_self_assessment_back",
    "sign_for",
    "submit_self_assessment",
    "written_figure",
    "written_groups",
]


def open_round(plan: Plan, *, why: str = "") -> str:
    """印发考评方案: the new round's id.  Raises what `OrganiserDesk.open` raises."""
    return _organiser().open(plan, why=why)


def groups_in(text: str, names: Mapping[str, str]) -> dict[str, str]:
    """Organisation → group, from lines of GROUP: NAME、NAME; empty where nothing is written.  `names`: by id.

    Raises UnknownOrganisation.
    """
    ids, found = {name: organisation_id for organisation_id, name in names.items()}, {}
    for line in filter(None, map(str.strip, text.splitlines())):
        group, _, listed = line.replace("：", ":").partition(":")
        for name in filter(None, (each.strip() for each in re.split("[、,，]", listed))):
            if name not in ids:
                raise UnknownOrganisation(where=group.strip(), found=name, known="、".join(ids))
            found[ids[name]] = group.strip()
    return found


def written_groups(groups: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Groups as `groups_in` reads them."""
    lines: dict[str, list[str]] = {}
    for organisation_id, group in groups.items():
        lines.setdefault(group, []).append(names.get(organisation_id, organisation_id))
    return "\n".join(f"{group}：{'、'.join(listed)}" for group, listed in lines.items())


def amend_round(at: Assessment, plan: Plan, *, why: str) -> None:
    """Change a plan that was issued.  Raises what `OrganiserDesk.amend` raises."""
    _organiser().amend(at.round.round_id, plan, why=why, seen=at.round.seen)


def draw_sample(at: Assessment, count: int, seed: str) -> tuple[str, ...]:
    """抽样 for the on-site check, over all organisations of a round."""
    return _organiser().draw(at.round.round_id, at.round.plan.organisations, count, seed, seen=at.round.seen)


def give_feedback(at: Assessment) -> None:
    """反馈.  Raises what `OrganiserDesk.announce` raises."""
    _organiser().announce(at.round.round_id, edition_id=at.board.edition_id, seen=at.round.seen)


def publish_grades(at: Assessment) -> None:
    """公布等次.  Raises what `OrganiserDesk.publish` raises."""
    _organiser().publish(at.round.round_id, edition_id=at.board.edition_id, seen=at.round.seen)


def sign_for(at: Assessment, organisation_id: str) -> None:
    """签收."""
    seen = at.state.assessee(organisation_id).seen
    _assessee().receive(at.round.round_id, organisation_id, seen=seen)


def self_assess(at: Assessment, organisation_id: str, filled: Mapping[str, Filled]) -> None:
    """自评 of some lines.  Raises what `AssesseeDesk.fill` raises."""
    _assessee().fill(at.round.round_id, organisation_id, filled)


def divide_tasks(at: Assessment, organisation_id: str, owners: Mapping[str, str]) -> None:
    """分解任务: line → the office that answers for it.  Raises what `AssesseeDesk.divide` raises."""
    seen = at.state.assessee(organisation_id).seen
    _assessee().divide(at.round.round_id, organisation_id, owners, seen=seen)


def submit_self_assessment(at: Assessment, organisation_id: str) -> None:
    """提交自评.  Raises what `AssesseeDesk.submit` raises."""
    seen = at.state.assessee(organisation_id).seen
    _assessee().submit(at.round.round_id, organisation_id, at.inputs, seen=seen)


def object_to(line: Line, asks: Decimal | None, *, why: str, materials: Sequence[str] = ()) -> None:
    """提出异议.  Raises what `AssesseeDesk.object` raises."""
    _assessee().object(line, asks, why=why, materials=tuple(materials))


def send_self_assessment_back(at: Assessment, organisation_id: str, until: date, *, why: str) -> None:
    """退回自评 until a day."""
    seen = at.state.assessee(organisation_id).seen
    _assessor().send_back(at.round.round_id, organisation_id, until, why=why, seen=seen)


def declare_conflict(at: Assessment, organisation_id: str, *, why: str) -> None:
    """申报回避."""
    seen = at.state.assessee(organisation_id).seen
    _assessor().declare(at.round.round_id, organisation_id, why=why, seen=seen)


def score_line(at: Assessment, line: Line, given: Given, *, is_second: bool = False) -> None:
    """评分, or an independent second mark.  Raises what `AssessorDesk.score` raises."""
    _assessor().score(line, given, at.inputs, is_second=is_second)


def accept_rules(at: Assessment, organisation_id: str) -> int:
    """Give every line that nobody scored what its rule says, where the rule can tell; how many."""
    return _assessor().accept(at.round.round_id, organisation_id, at.inputs)


def rule_on(line: Line, marks: Decimal | None, *, is_upheld: bool, why: str) -> None:
    """异议复核.  Raises what `AssessorDesk.rule` raises."""
    _assessor().rule(line, marks, is_upheld=is_upheld, why=why)


def require_rectification(at: Assessment, organisation_id: str, wanted: Rectification) -> str:
    """提出整改 of a line: the new problem's id; it repeats what an earlier round asked for of the same line.

    Raises what `jobs.supervision.SupervisionDesk.find` raises.
    """
    item = at.rubric.item_of[wanted.item_id]
    about = f"{at.round.round_id}/{wanted.item_id}"
    of_line = [each for each in at.findings(organisation_id) if each.about.endswith(f"/{wanted.item_id}")]
    earlier = [each for each in of_line if each.about != about]
    found = Found(
        organisation_id,
        f"{item.name.zh}：{wanted.what.strip()}" if wanted.what.strip() else item.name.zh,
        "assessment",
        today(),
        wanted.owner_id,
        wanted.due_on,
        repeats=earlier[-1].problem_id if earlier else "",
        about=about,
    )
    return SupervisionDesk(current_settings(), decider()).find(found)


def number_in(text: str, *, where: str, is_needed: bool = False) -> Decimal | None:
    """A number that somebody typed, None where nothing was and none `is_needed`.  Raises NotANumber."""
    if not text.strip() and not is_needed:
        return None
    number = typed_number(text, "%分")
    if number is None:
        raise NotANumber(where=where, found=text.strip())
    return number


def figure_in(text: str, asks: str, *, where: str) -> Decimal | None:
    """A figure that somebody typed, None where nothing was; `asks`: number or day.  Raises NotANumber, NotADay."""
    if not text.strip():
        return None
    figure = typed_figure(text, asks)
    if figure is None:
        raise (NotADay if asks == "day" else NotANumber)(where=where, found=text.strip())
    return figure


def _organiser() -> OrganiserDesk:
    return OrganiserDesk(current_settings(), decider())


def _assessee() -> AssesseeDesk:
    return AssesseeDesk(current_settings(), decider())


def _assessor() -> AssessorDesk:
    return AssessorDesk(current_settings(), decider())
