"""Who asks: the one place from which everything else here knows whose rows to give and in whose name to record.

Pages say once where the person comes from (`people_come_from`), a route of the API for the length of a request
(`asked_by`).  Notebooks and the command line say nothing: theirs is the local person, who can read every file anyway.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipelines.api.refusals import explain
from pipelines.domain.errors import BoardError, NotAllowed
from pipelines.domain.scope import Scope
from pipelines.jobs.people import OWN, Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings, current_settings

_source: Callable[[], Person] = Person
_asking: ContextVar[Person | None] = ContextVar("asking", default=None)


def people_come_from(source: Callable[[], Person]) -> None:
    """From now on `source` says who asks, in every thread; what it raises is what every question raises."""
    global _source
    _source = source


@contextmanager
def asked_by(person: Person) -> Generator[None]:
    """Within the block this person asks."""
    token = _asking.set(person)
    try:
        yield
    finally:
        _asking.reset(token)


@contextmanager
def asked_by_stranger() -> Generator[None]:
    """Within the block asks whoever stands before a wall: who asks otherwise, with no role and a stranger's rows.

    Who isn't signed in is told the figures of FAZHI_PUBLIC; where that names none, nothing is changed, and asking who
    asks is refused as anywhere else.
    """
    try:
        who = replace(person(), roles=frozenset(), is_stranger=True)
    except BoardError:
        settings = current_settings()
        if not settings.public:
            yield
            return
        who = Person("public", frozenset(), settings.public_organisations, is_stranger=True)
    with asked_by(who):
        yield


def as_now(act: Callable[[], Any]) -> Callable[[], Any]:
    """`act`, to be called later in the name of who asks now: a download is made where no page says who asks."""
    who = person()

    def later() -> Any:
        with asked_by(who):
            return act()

    return later


def person() -> Person:
    """Who asks.  Raises what the source raises: nobody is taken for somebody else."""
    return _asking.get() or _source()


def decider() -> Person:
    """Who asks, with their name kept in the register for the log, beside the chain, from where it can be erased."""
    who = person()
    if who.name:
        _remember(current_settings(), who.actor_id, who.name)
    return who


@lru_cache(1024)
def _remember(settings: Settings, actor_id: str, name: str) -> None:
    with register_of(settings) as register:
        if register.actors().get(actor_id) != name:
            register.name_actor(actor_id, name)


def may(action: str) -> bool:
    """Whether the roles of who asks allow an action of pipelines.domain.roles."""
    return person().may(action, OWN)


def refusal_of(action: str, language: str) -> str | None:
    """Why who asks may not do an action, in words; None where their roles allow it."""
    try:
        prove_may(action)
    except NotAllowed as refused:
        return explain(refused, language)
    return None


def prove_may(action: str) -> None:
    """Raises NotAllowed where they don't."""
    person().acting(action, OWN)


def rows_key() -> str:
    """A name for the rows that the person who asks may see: what is kept between persons is kept under it."""
    return scope().key


def scope() -> Scope:
    """Which rows of an edition the person who asks may see."""
    who, settings = person(), current_settings()
    return Scope(who.organisations, settings.peers, settings.shown_to_strangers if who.is_stranger else None)
