"""Every action that a role may be asked for, tried through the doors that pages use.

`office` makes a root in which each action has something to act on, all of it of 龙津街道.  An attempt reaches its end
where it would record, store or show something: `Reached` stands there, so that nothing is changed by trying.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from pipelines import api
from pipelines.api import people
from pipelines.domain.differences import Held
from pipelines.domain.errors import NotAllowed, NotTheirs
from pipelines.domain.register import Subject
from pipelines.domain.roles import ALLOWED, ROLES
from pipelines.jobs.build import build
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.differences import Difference
from pipelines.jobs.documents import Offered
from pipelines.jobs.hand import HandDesk
from pipelines.jobs.ledgers.decide import LedgerDesk
from pipelines.jobs.materials import MaterialCard, MaterialStore
from pipelines.jobs.people import Person
from pipelines.jobs.progress import ProgressDesk
from pipelines.jobs.review import Desk
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import SupervisionDesk
from pipelines.register import Register
from tests.roles.small_rounds import BOARD, LINES, small_plan, small_rounds

OWN, OTHER = "longjin", "street_1"
_NAMES = "{zh: 甲街道, en: Street A}"
NEIGHBOUR = f"- {{id: {OTHER}, name: {_NAMES}, full_name: {_NAMES}, level: subdistrict, parent: liwan, code: null}}\n"
OFFICE = "justice_office"
ONE, TWO = Person("u-one", frozenset({"clerk", "reviewer", "approver"})), Person("u-two", frozenset({"reviewer"}))
DAY = date(2024, 3, 20)
PRACTICE = Subject("practice", f"{OWN}/legal_training")
CARD = MaterialCard(OWN, "签到表", DAY, DAY, OFFICE)
TYPED = api.Typed(OWN, Wanted("law_trainings", "", "5", "exact", "场次", DAY, DAY), "会议记录")
SCOPES = {"own": frozenset({OWN}), "another": frozenset({OTHER}), "whole": None}
"""For whom a person acts: the organisation that everything here is of, another one, or the board as a whole."""


class Reached(Exception):
    """The attempt got through to where something would be recorded, stored or read."""


@dataclass
class Office:
    """What there is to act on."""

    settings: Settings
    figures: list[api.Looked]
    record_id: str
    tasks: dict[str, str]
    material_id: str
    edition_id: str
    rounds: Mapping[str, str]

    def _round(self, step: str) -> api.Assessment:
        return api.open_assessment(BOARD, self.rounds[step])

    def _line(self, step: str, at: int) -> api.Line:
        return api.Line(self.rounds[step], OWN, LINES[at])

    @property
    def attempts(self) -> Mapping[str, Callable[[], object]]:
        """Action → what a page does for it."""
        practice = (PRACTICE.type, PRACTICE.id)
        order = api.Order(OWN, "other", "", "核对台账", OFFICE, api.today())
        aim = api.Aim("g2_law_exam", api.today(), "100")
        offered = Offered(Path("a.txt"), api.Intake())
        shown = SimpleNamespace(intake=api.Intake(organisation_id=OWN), _offered=offered)
        held = Held.of({"report_value": 1, "report_lower": 1, "report_upper": 1, "report_unit": "场次"} | _LEDGER)
        compared = SimpleNamespace(difference=Difference(OWN, "law_trainings", 2023, held))
        wish = {"quantity_id": "q1", "reading_hash": "h", "seen": 0}
        entry = api.EntryAt("owners.yml", OFFICE)
        judged = api.Given(None, why="不适用")
        return {
            "figure.submit": lambda: api.decide_figure(self.figures[0], "accepted"),
            "figure.review": lambda: api.decide_figure(self.figures[1], "accepted"),
            "figure.approve": lambda: api.decide_figure(self.figures[2], "accepted"),
            "figure.note": lambda: api.note_figure(self.figures[0], why="待核实"),
            "difference.settle": lambda: api.settle_difference(compared.difference, "report"),
            "quantity.map": lambda: api.give_to_metric(wish, "law_trainings", scope="", period=(DAY, DAY), why=""),
            "progress.record": lambda: api.record_progress([api.Noted(PRACTICE, "in_place", DAY, OFFICE)]),
            "progress.accept": lambda: api.judge_record(practice, self.record_id, "accepted", seen=0),
            "target.propose": lambda: api.set_targets([aim], "proposed"),
            "target.confirm": lambda: api.set_targets([aim], "confirmed"),
            "task.assign": lambda: api.assign_task(order),
            "task.answer": lambda: api.answer_task(self.tasks["assigned"], why="已办", seen=0),
            "task.close": lambda: api.close_task(self.tasks["answered"], why="", seen=0),
            "document.load": lambda: api.load_documents([(shown, api.Intake())]),
            "material.add": lambda: api.add_material(b"another file", "a.txt", CARD),
            "material.purge": lambda: api.purge_material(self.material_id, seen=0),
            "hand.enter": lambda: api.enter_figure(TYPED, seen=0),
            "ledger.load": lambda: api.check_ledger(b"", "a.csv", "contracts", OWN, "zh"),
            "ledger.lock": lambda: api.lock_ledger(OWN, "contracts", DAY, seen=0),
            "ledger.accept_late": lambda: api.accept_late_rows(OWN, "contracts", "1", seen=0),
            "edition.approve": lambda: api.approve_edition(self.edition_id, seen=0),
            "settings.change": lambda: api.change_entry(entry, {"name": _NAME}, starts=api.today()),
            "token.issue": lambda: api.issue_token(api.Grant("考评系统", "viewer", None, api.today())),
            "round.open": lambda: api.open_round(small_plan(OWN, 2015, self_over=False)),
            "round.close": lambda: api.give_feedback(self._round("scored")),
            "assess.fill": lambda: api.sign_for(self._round("filling"), OWN),
            "assess.submit": lambda: api.submit_self_assessment(self._round("filling"), OWN),
            "assess.object": lambda: api.object_to(self._line("objecting", 0), None, why="有异议"),
            "assess.score": lambda: api.score_line(self._round("scoring"), self._line("scoring", 0), judged),
            "assess.rule": lambda: api.rule_on(self._line("objecting", 1), None, is_upheld=False, why="维持"),
            "assess.rectify": lambda: api.require_rectification(
                self._round("objecting"), OWN, api.Rectification(LINES[0], "补齐", OFFICE, api.today())
            ),
            "query.save": lambda: api.save_query("合同", "select 1", seen=0),
            "log.read": lambda: _reached(api.log_page(api.LogFilter(), 1, "zh")),
            "log.export": lambda: _reached(api.export_log(api.LogFilter(), "zh", "csv")),
        }


_LEDGER = {"ledger_value": 2, "ledger_upper": 2, "ledger_unit": "场次"}
_NAME = {"zh": "司法所（改）", "en": "Judicial Office (changed)"}


def _reached(*_: object, **_named: object) -> None:
    raise Reached


def office(root: Path) -> Office:
    """A root of three steps of review and approval, with something for each action."""
    known = root / "catalogue" / "organisations.yml"
    known.write_text(known.read_text(encoding="utf-8") + NEIGHBOUR, encoding="utf-8")
    settings = Settings(data=root, review_steps=3, approval=True)
    edition_id = build(settings).manifest.edition_id
    with people.asked_by(Person()):
        from pipelines.jobs import approving

        approving.publish(settings, edition_id)
        rows = api.open_board(root).observations(OWN, document_id=None).to_dict("records")[:3]
    looked = [api.Looked(row["observation_id"], row["reading_hash"]) for row in rows]
    clerk, reviewer = Desk(settings, ONE), Desk(settings, TWO)
    figures = [looked[0]]
    for each, desks in ((looked[1], [clerk]), (looked[2], [clerk, reviewer])):
        seen = 0
        for desk in desks:
            seen = desk.decide(api.Looked(each.observation_id, each.reading_hash, seen), "accepted").sequence
        figures.append(api.Looked(each.observation_id, each.reading_hash, seen))
    (recorded,) = ProgressDesk(settings, ONE).record(api.Noted(PRACTICE, "in_place", DAY, OFFICE))
    supervision = SupervisionDesk(settings, ONE)
    tasks = {
        state: supervision.assign(api.Order(OWN, "other", "", state, OFFICE, api.today()))
        for state in ("assigned", "answered")
    }
    with people.asked_by(Person()):
        (seen,) = {row["seen"] for row in api.tasks(OWN, "zh") if row["task_id"] == tasks["answered"]}
    supervision.answer(tasks["answered"], proof=api.Proof(), why="已办", seen=seen)
    past = api.today() - timedelta(days=1)
    card = MaterialCard(OWN, "旧签到表", DAY, DAY, OFFICE, keep_until=past)
    material_id = MaterialStore(settings, ONE).add("签到".encode(), "签到.txt", card).material_id
    HandDesk(settings, ONE)
    rounds = small_rounds(settings, OWN)
    return Office(settings, figures, recorded.event_id, tasks, material_id, edition_id, rounds)


@contextmanager
def nothing_done() -> Iterator[None]:
    """Whatever would be recorded or read from a file is reached instead."""
    ends = {
        (Register, "record"): _reached,
        (LedgerDesk, "late"): lambda self: {"1": 1},
    }
    names = {
        "pipelines.api.documents.ingest_each": _reached,
        "pipelines.api.intake.load.inspect_ledger": _reached,
        "pipelines.jobs.differences.DifferenceDesk._row": _reached,
        "pipelines.jobs.mapping._quantity": lambda *_: ("场次", "h", OWN),
        "pipelines.jobs.hand.prove_materials": lambda *_: [],
        "pipelines.jobs.assessment.organising._proved": lambda plan, *_, **_named: plan,
    }
    patches: list[Any] = [patch.object(owner, name, end) for (owner, name), end in ends.items()]
    patches += [patch(name, end) for name, end in names.items()]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def is_allowed(attempt: Callable[[], object], role: str, scope: str) -> bool:
    """Whether a person of a role who acts for a scope gets through.  What else is raised is a defect of the attempt."""
    person = Person(f"u-{role}", frozenset({role}), SCOPES[scope])
    try:
        with people.asked_by(person), nothing_done():
            attempt()
    except Reached:
        return True
    except (NotAllowed, NotTheirs):
        return False
    raise AssertionError("the attempt neither got through nor was refused")


def cells(made: Office) -> dict[tuple[str, str, str], bool]:
    """(action, role, scope) → whether it is allowed, by trying each."""
    attempts = made.attempts
    return {
        (action, role, scope): is_allowed(attempts[action], role, scope)
        for action in ALLOWED
        for role in ROLES
        for scope in SCOPES
    }
