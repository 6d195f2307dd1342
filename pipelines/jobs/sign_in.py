"""Who an OpenID provider says somebody is: claims of its token turned into a person with roles and organisations."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from pipelines.domain.catalogue import Organisation
from pipelines.domain.errors import NoRole, NoScope
from pipelines.domain.roles import ROLES
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings

EVERY_ORGANISATION = "*"
LONGEST_NAME = 60


def person_of(settings: Settings, claims: Mapping[str, Any]) -> Person:
    """The person whom a token's claims describe; the settings say which claims hold roles and organisations.

    An organisation brings those under it.  Who has every one of the catalogue has the board as a whole.
    Raises NoRole and NoScope where the claims give none that is known here.
    """
    roles = frozenset(_roles(settings, texts_at(claims, settings.role_claim)))
    if not roles:
        raise NoRole(where=settings.role_claim)
    asked = set(texts_at(claims, settings.organisation_claim))
    organisations = None
    if EVERY_ORGANISATION not in asked:
        known = catalogue_of(settings).organisations
        organisations = with_those_under(known, asked)
        if not organisations:
            raise NoScope(where=settings.organisation_claim)
        if len(organisations) == len(known):
            organisations = None
    name = next(iter(texts_at(claims, settings.name_claim)), "")[:LONGEST_NAME]
    return Person(actor_id_of(claims), roles, organisations, name.strip())


def actor_id_of(claims: Mapping[str, Any]) -> str:
    """An opaque id that is the same for the same account of the same provider."""
    return "u-" + sha256(f"{claims.get('iss', '')}\0{claims['sub']}".encode()).hexdigest()[:24]


def is_account(actor_id: str) -> bool:
    """Whether an id has the form of those that `actor_id_of` gives."""
    return re.fullmatch("u-[0-9a-f]{24}", actor_id) is not None


def texts_at(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts of a claim, of one within another by dots (realm_access.roles); a text may list several by commas."""
    found: Any = claims
    for name in [path] if path in claims else path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    each = found if isinstance(found, list | tuple) else [found]
    return [text.strip() for one in each if isinstance(one, str) for text in one.split(",") if text.strip()]


def _roles(settings: Settings, names: Iterable[str]) -> Iterable[str]:
    """Roles of the board by their ids here, or by what the provider calls them (`FAZHI_ROLE_NAMES`)."""
    pairs = (pair.partition("=") for pair in settings.role_names.split(","))
    known = {name.strip(): role.strip() for name, _, role in pairs}
    return (role for name in names if (role := known.get(name, name)) in ROLES)


def with_those_under(known: Iterable[Organisation], asked: set[str]) -> frozenset[str]:
    """The organisations that are asked for by id or code, with all under them; what isn't known asks for nothing."""
    children: dict[str | None, list[str]] = {}
    found = []
    for each in known:
        children.setdefault(each.parent_id, []).append(each.organisation_id)
        if each.organisation_id in asked or (each.code and each.code in asked):
            found.append(each.organisation_id)
    seen: set[str] = set()
    while found:
        organisation_id = found.pop()
        if organisation_id not in seen:
            seen.add(organisation_id)
            found += children.get(organisation_id, [])
    return frozenset(seen)
