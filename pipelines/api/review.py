"""What the review pages ask and record: the queue of figures, their history, and decisions on them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import decider, person
from pipelines.api.said import minute_said, person_said
from pipelines.domain.register import Event, Head, Sought, Subject
from pipelines.domain.reviews import STEPS, Review
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.hand import known_hand_figures
from pipelines.jobs.log import figures_of
from pipelines.jobs.register import decided, has_register, register_of, register_url
from pipelines.jobs.review import Desk, Looked, next_step
from pipelines.jobs.settings import current_settings
from pipelines.register import EDITION, FIGURE, HAND, MATERIAL, QUERY, TOKEN, correction_of, reviews_of
from pipelines.wording import figure, say, text_of


@dataclass(frozen=True)
class Queued:
    """A figure in the queue: its row of `review_queue`, and where its review stands right now."""

    row: dict[str, Any]
    review: Review

    @property
    def state(self) -> str:
        return self.review.state

    @property
    def looked(self) -> Looked:
        return Looked(self.row["observation_id"], self.row["reading_hash"], self.review.seen)


def review_queue(board: Board, organisation_id: str, year: int) -> list[Queued]:
    """Every figure of the documents about a year, doubtful ones and large changes first, with its present state.

    The edition gives the figures, the register what was decided up to now.
    """
    rows = board.review_rows(organisation_id, year)
    reviews = _reviews(register_url(current_settings()), _head())
    return [Queued(row, reviews.get(row["observation_id"], Review()).on(row["reading_hash"])) for row in rows]


def decisions_since(board: Board) -> int:
    """How many decisions were recorded after the edition was built, without those that change no edition.

    Those are its own approval, what is said of materials, saved queries and tokens of the API.
    """
    length, mine = int(board.manifest.register["length"]), person().organisations
    since = _head().length - length
    if since <= 0:
        return since
    theirs = Sought(after=length, organisations=None if mine is None else tuple(sorted(mine)))
    with register_of(current_settings()) as register:
        left_out = register.count(replace(theirs, types=(EDITION, MATERIAL, QUERY, TOKEN)))
        return (since if mine is None else register.count(theirs)) - left_out


def _head() -> Head:
    if not has_register(current_settings()):
        return Head()
    with register_of(current_settings()) as register:
        return register.head()


@lru_cache(maxsize=2)
def _reviews(url: str, head: Head) -> dict[str, Review]:
    """The reviews at one point of the chain; the arguments name the point."""
    del url
    return reviews_of(decided(current_settings(), until=head).events)


def figure_history(observation_id: str, language: str) -> list[dict[str, str]]:
    """What was decided on a figure, the latest first: when, who, role, what, why, in words.

    Of one that a person typed also what was typed before.  Raises NotTheirs.
    """
    if not has_register(current_settings()):
        return []
    if not person().sees(None):
        _prove_theirs(observation_id)
    with register_of(current_settings()) as register:
        events = [each for name in (FIGURE, HAND) for each in register.events(subject=Subject(name, observation_id))]
        words = register.reasons(each.event_id for each in events)
        names = register.actors()
    return [
        {
            "at": minute_said(each.at),
            "who": person_said(each.actor_id, names, language),
            "role": say(f"role.{each.role}", language),
            "what": verdict_words(each, language),
            "why": words.get(each.event_id, ("", ""))[1],
        }
        for each in sorted(events, key=lambda event: -event.sequence)
    ]


def _prove_theirs(observation_id: str) -> None:
    """Raises NotTheirs where a figure isn't one of the person's organisations'."""
    settings = current_settings()
    typed = known_hand_figures(settings).get(observation_id)
    whose = [row["organisation_id"] for row in figures_of(settings, [observation_id])]
    whose += [typed.organisation_id] if typed else []
    for organisation_id in whose or [None]:
        person().prove_sees(organisation_id)


def verdict_words(event: Event, language: str) -> str:
    """What was decided on a figure: 更正为87场次."""
    said = say(f"decision.{event.kind}", language)
    if event.kind in ("corrected", "entered"):
        right = correction_of(event.payload.get("correction", event.payload))
        value = right.bounds.value
        shown = "" if value is None else figure(value, right.unit, right.bounds.qualifier, language)
        said = say("decision.to", language, what=said, figure=shown)
    if event.payload.get("of", 1) > 1:
        said = say("decision.step", language, what=said, step=event.payload["step"], of=event.payload["of"])
    return said


def step_of(item: Queued) -> tuple[int, int]:
    """(the step that comes next for a figure, of how many)."""
    return next_step(item.review, current_settings().review_steps)


def action_of(item: Queued) -> str:
    """The action of pipelines.domain.roles that the next step of a figure's review is."""
    step, of = step_of(item)
    return STEPS[of][step - 1]


def decide_figure(looked: Looked, verdict: str, *, wanted: Wanted | None = None, why: str = "") -> None:
    """Record accepted, corrected or rejected.  Raises what `jobs.review.Desk.decide` raises."""
    _desk().decide(looked, verdict, wanted=wanted, why=why)


def accept_figures(looked: Sequence[Looked], *, why: str = "") -> int:
    """Accept every figure of a list, all or none; how many."""
    return len(_desk().accept_all(looked, why=why))


def send_figure_back(looked: Looked, *, why: str) -> None:
    _desk().send_back(looked, why=why)


def note_figure(looked: Looked, *, why: str) -> None:
    _desk().note(looked, why=why)


def undo_figure(looked: Looked, *, why: str = "") -> None:
    """Take back the last decision on a figure.  Raises NothingToUndo."""
    _desk().undo(looked, why=why)


def metric_names(language: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every metric of the catalogue: id → (name, units it is counted in)."""
    metrics = catalogue_of(current_settings()).metrics
    return {each.metric_id: (text_of(each.name, language), tuple(each.units)) for each in metrics}


def _desk() -> Desk:
    return Desk(current_settings(), decider())
