"""Every door by which the board is read, tried in each role: whether it opens, and whose figures are behind it."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import timedelta

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards import navigation
from pipelines import api
from pipelines.api import people
from pipelines.domain.errors import NotAllowed, NothingOfTheirs, NotSignedIn
from pipelines.domain.roles import ROLES
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.jobs.tokens import Grant, TokenDesk
from pipelines.web import ROUTES
from pipelines.web import tokens as shown_tokens
from pipelines.web.answers import LISTS
from tests.roles.attempts import OTHER, OWN, SCOPES

NOBODY = "nobody"
"""In the place of a role: who isn't signed in and shows no token."""
QUERY = "自助查询"
SELECT = "select organisation_id from marts.metric_year"
Door = Callable[[str, str], set[str]]
"""(role, scope) → the organisations that it tells of.  Raises NotAllowed, NotSignedIn where it stays shut."""


def doors(settings: Settings) -> Mapping[str, Door]:
    """Every page, the query, and every list of the API, by its address; of a board with sign-in."""
    client = TestClient(Starlette(routes=ROUTES), raise_server_exceptions=False)
    granted: dict[tuple[str, str], str] = {}
    shown: dict[tuple[str, str], set[str]] = {}

    def token_of(role: str, scope: str) -> str:
        if (role, scope) not in granted:
            whose = SCOPES[scope]
            grant = Grant(f"{role} {scope}", role, whose and tuple(whose), api.today() + timedelta(days=1))
            granted[role, scope] = TokenDesk(settings, Person()).issue(grant)
            shown_tokens._known.until = 0
        return granted[role, scope]

    def page(address: str) -> Door:
        def open_page(role: str, scope: str) -> set[str]:
            with asking(role, scope):
                navigation.prove_open(address)
                if (role, scope) not in shown:  # the same to each page
                    shown[role, scope] = _told(api.open_board().metric_year()["organisation_id"])
                return shown[role, scope]

        return open_page

    def listed(name: str) -> Door:
        def ask(role: str, scope: str) -> set[str]:
            header = {} if role == NOBODY else {"authorization": f"Bearer {token_of(role, scope)}"}
            answer = client.get(f"/api/v1/{name}?size=500", headers=header)
            if answer.status_code == 401:
                raise NotSignedIn(where=name, code="first")
            assert answer.status_code == 200, answer.text
            items = answer.json()["items"]
            assert items or scope == "another"
            return _told(item["organisation_id"] for item in items if "organisation_id" in item)

        return ask

    def query(role: str, scope: str) -> set[str]:
        with asking(role, scope):
            return _told(organisation for (organisation,) in api.run_query(api.open_board(), SELECT).rows)

    pages = {f"/{address}": page(address) for _, address, _, _ in navigation.LISTED}
    return pages | {QUERY: query} | {f"GET /api/v1/{name}": listed(name) for name in (*LISTS, "editions")}


@contextmanager
def asking(role: str, scope: str) -> Generator[None]:
    """Within the block somebody of a role asks for a scope, or nobody does."""
    if role != NOBODY:
        with people.asked_by(Person(f"u-{role}", frozenset({role}), SCOPES[scope])):
            yield
        return
    people.people_come_from(_refuse)
    try:
        yield
    finally:
        people.people_come_from(Person)


def _refuse() -> Person:
    raise NotSignedIn(where="FAZHI_SIGN_IN", code="first")


def _told(organisations: Iterable[str]) -> set[str]:
    return set(organisations) & {OWN, OTHER}


def opened(door: Door, role: str, scope: str) -> set[str] | None:
    """Whose figures a door tells of; None where it stays shut."""
    try:
        return door(role, scope)
    except (NotAllowed, NotSignedIn):
        return None
    except NothingOfTheirs:
        return set()


def cells(settings: Settings) -> dict[tuple[str, str, str], set[str] | None]:
    """(door, role, scope) → what it tells, by trying each."""
    return {
        (name, role, scope): opened(door, role, scope)
        for name, door in doors(settings).items()
        for role in (*ROLES, NOBODY)
        for scope in SCOPES
    }
