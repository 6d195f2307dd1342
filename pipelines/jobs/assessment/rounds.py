"""Rounds as they stand in the register, kept and brought on by what was recorded since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from threading import Lock

from pipelines.assess import Graded, graded
from pipelines.catalogue import rubric_of
from pipelines.domain.assessments import NOT_APPLICABLE, Input, Marks, Proposal, Rubric, RubricItem, Total
from pipelines.domain.catalogue import Catalogue, Organisation
from pipelines.domain.errors import GradesTied, RoundUnknown, UnknownItem
from pipelines.domain.register import Event
from pipelines.domain.rounds import Plan, Round, RoundState
from pipelines.domain.words import Words
from pipelines.jobs.register import has_register, register_of, register_url
from pipelines.jobs.settings import Settings
from pipelines.register import ROUND_TYPES, RoundFold
from pipelines.wording import say

_MOST_KEPT, _MOST_RUBRICS = 4, 32
_folds: dict[str, RoundFold] = {}
_rubrics: dict[str, Rubric] = {}
_lock = Lock()


def rounds(settings: Settings) -> list[Round]:
    """Every round, the latest year first."""
    with _lock:
        known = list(_fold(settings).rounds.values())
    return sorted(known, key=lambda each: (-each.plan.year, each.plan.organiser_id))


def round_state(settings: Settings, round_id: str) -> RoundState:
    """A round with all that was recorded of it.  Raises RoundUnknown."""
    with _lock:
        found = _fold(settings).state(round_id)
    if found is None:
        raise RoundUnknown(where=round_id)
    return found


def subjects_of_rounds(
    settings: Settings, catalogue: Catalogue, text: str, sees: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """Subjects of decisions whose round, organisation or line has a text in its name, of organisations that one `sees`:
    ids, and what the ids of whole rounds begin with.
    """

    def holds(*names: str) -> bool:
        return text.lower() in " ".join(names).lower()

    ids, begin = [], []
    for each in rounds(settings):
        state = round_state(settings, each.round_id)
        asked = {one for one in (*each.plan.organisations, *state.assessees) if sees(one)}
        named = {one: catalogue.organisation_of[one].name for one in asked if one in catalogue.organisation_of}
        whose = {one for one, name in named.items() if holds(name.zh, name.en)}
        if any(holds(plan.name) for _, plan in each.plans):
            ids.append(each.round_id)
            begin.append(f"{each.round_id}/")
        elif whose and whose == asked:
            begin.append(f"{each.round_id}/")
        else:
            items = [item for _, plan in each.plans for item in rubric_of_plan(plan).items]
            lines = {item.item_id for item in items if holds(item.name.zh, item.name.en)}
            of_lines = [pair for pair in state.standings if pair[0] in whose or (pair[1] in lines and pair[0] in asked)]
            ids += [f"{each.round_id}/{one}" for one in sorted(whose)]
            ids += [f"{each.round_id}/{one}/{item_id}" for one, item_id in of_lines]
    return ids, begin


def published_rounds(events: Iterable[Event]) -> list[tuple[RoundState, Rubric]]:
    """The rounds whose grades were published by these events, each with its rubric."""
    fold = RoundFold()
    fold.add(event for event in events if event.subject.type in ROUND_TYPES)
    states = [fold.state(each.round_id) for each in fold.rounds.values() if each.published]
    return [(state, rubric_in(state.round)) for state in states if state is not None]


def rubric_in(found: Round) -> Rubric:
    """The rubric that a round has now: the one of its plan, whatever the catalogue says by now."""
    return rubric_of_plan(found.plan)


def rubric_of_plan(plan: Plan) -> Rubric:
    """The rubric that a plan has."""
    known = _rubrics.get(plan.version)
    if known is None:
        if len(_rubrics) >= _MOST_RUBRICS:
            _rubrics.clear()
        known = _rubrics[plan.version] = rubric_of(plan.content)
    return known


def line_of(rubric: Rubric, item_id: str) -> RubricItem:
    """A line that gets marks.  Raises UnknownItem."""
    item = rubric.item_of.get(item_id)
    if item is None or item.rule is None:
        raise UnknownItem(where=rubric.name, found=item_id)
    return item


def marks_of(rubric: Rubric, state: RoundState, organisation_id: str) -> dict[str, Marks]:
    """What each decided line of an organisation counts; a veto that is off counts as decided."""
    found = {item.item_id: _NOT_STRUCK for item in rubric.scored if item.is_veto and item.rule and not item.rule.is_on}
    for item in rubric.scored:
        standing = state.standing(organisation_id, item.item_id)
        if standing.is_decided and item.item_id not in found:
            marks = standing.marks
            found[item.item_id] = NOT_APPLICABLE if marks is None else Marks(marks, marks)
    return found


def grades_of(
    rubric: Rubric, totals: Mapping[str, Total], groups: Mapping[str, str], names: Mapping[str, Organisation]
) -> dict[str, Graded]:
    """The grades that come of totals in which nothing is open.

    Raises GradesTied with the organisations' names, and QuotaUnmet.
    """
    marks = {organisation_id: found.lower for organisation_id, found in totals.items()}
    try:
        return graded(rubric, marks, groups, [each for each, found in totals.items() if found.vetoes])
    except GradesTied as refusal:
        tied = refusal.parts["tied"]
        assert isinstance(tied, list)
        found = listed([named(each, names) for each in tied])
        raise GradesTied(**(refusal.parts | {"found": found})) from None


def named(organisation_id: str, names: Mapping[str, Organisation]) -> Words:
    """An organisation's name; its id where the catalogue doesn't have it any more."""
    found = names.get(organisation_id)
    return found.name if found else Words(organisation_id, organisation_id)


def joined(*parts: Words | str) -> Words:
    """Words one after another, as one."""
    said = [part if isinstance(part, Words) else Words(part, part) for part in parts]
    return Words(zh="".join(each.zh for each in said), en="".join(each.en for each in said))


def listed(names: Sequence[Words]) -> Words:
    """Names as a list in a sentence."""
    zh, en = (say("join.items", language) for language in ("zh", "en"))
    return Words(zh=zh.join(each.zh for each in names), en=en.join(each.en for each in names))


def expected_of(proposed: Proposal) -> Marks:
    """What a line counts before anybody decided it, by what its rule says."""
    return NOT_APPLICABLE if proposed.state == "not_applicable" else Marks(proposed.lower, proposed.upper)


def both(code: str, **parts: object) -> Words:
    """A sentence in both languages."""
    return Words(zh=say(code, "zh", **parts), en=say(code, "en", **parts))


def claimed_input(given: Input, figure: Decimal) -> Input:
    """The board's figure with the one that an organisation holds to be right in its place."""
    return Input(figure, figure, figure, unit=given.unit, qualifier="exact", origin="claim")


_NOT_STRUCK = Marks(Decimal(0), Decimal(0))


def _fold(settings: Settings) -> RoundFold:
    """The fold of this register, with what was recorded since the last look.  The lock must be held."""
    url = register_url(settings)
    if not has_register(settings):
        return RoundFold()
    fold = _folds.get(url)
    with register_of(settings) as register:
        if fold is not None and not fold.goes_on(register.events(types=ROUND_TYPES, after=max(fold.after - 1, 0))):
            fold = None  # another chain stands there by now: a backup was put back
        if fold is None:
            fold = RoundFold()
            fold.add(register.events(types=ROUND_TYPES))
            if len(_folds) >= _MOST_KEPT:
                _folds.clear()
            _folds[url] = fold
    return fold
