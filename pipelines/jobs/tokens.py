"""Tokens of the API: issued and revoked by an administrator, shown by programs."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import compare_digest

from pipelines.domain.errors import DueTooEarly, TextMissing, TokenBad, UnknownItem, UnknownOrganisation
from pipelines.domain.register import Decision, Subject
from pipelines.domain.roles import ROLES
from pipelines.domain.tokens import Token
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.sign_in import with_those_under
from pipelines.register import TOKEN, tokens_of

LONGEST_NAME = 80
_FORM = re.compile(r"fzb_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is to allow: a role, for organisations (None: every one), until a day."""

    name: str
    role: str
    organisations: tuple[str, ...] | None
    expires_on: date


@dataclass(frozen=True, slots=True)
class TokenDesk:
    """A person who issues and revokes tokens.  Every method raises NotAllowed, and then nothing is recorded."""

    settings: Settings
    person: Person

    def issue(self, grant: Grant, *, why: str = "") -> str:
        """A new token's text, which is told this once: what is kept is its hash.

        Raises TextMissing (no name), UnknownItem (no such role), UnknownOrganisation, DueTooEarly.
        """
        actor = self.person.acting("token.issue", None)
        token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        subject, name = Subject(TOKEN, token_id), grant.name.strip()[:LONGEST_NAME]
        if not name:
            raise TextMissing(where=subject)
        if grant.role not in ROLES:
            raise UnknownItem(where=name, found=grant.role)
        known = catalogue_of(self.settings).organisation_of
        for each in grant.organisations or ():
            if each not in known:
                raise UnknownOrganisation(where=name, found=each, known=", ".join(known))
        if grant.organisations is not None and not grant.organisations:
            raise UnknownOrganisation(where=name, found="-", known=", ".join(known))
        if grant.expires_on < today():
            raise DueTooEarly(where=name, found=grant.expires_on, today=today())
        payload = {
            "name": name,
            "digest": sha256(secret.encode()).hexdigest(),
            "role": grant.role,
            "organisations": None if grant.organisations is None else sorted(grant.organisations),
            "expires_on": grant.expires_on.isoformat(),
        }
        with register_of(self.settings) as register:
            register.record(Decision(subject, "issued", actor, payload, why))
        return f"fzb_{token_id}_{secret}"

    def revoke(self, token_id: str, *, seen: int, why: str = "") -> None:
        """Let a token be good no more.  Raises UnknownItem, DecidedMeanwhile."""
        actor, subject = self.person.acting("token.issue", None), Subject(TOKEN, token_id)
        known = known_tokens(self.settings).get(token_id)
        if known is None or known.revoked_at:
            raise UnknownItem(where=subject, found=TOKEN)
        with register_of(self.settings) as register:
            register.record(Decision(subject, "revoked", actor, {}, why, seen))


def known_tokens(settings: Settings) -> dict[str, Token]:
    """Every token by its id, revoked and expired ones among them."""
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        return tokens_of(register.events(types=[TOKEN]))


def bearer(settings: Settings, text: str, tokens: Mapping[str, Token]) -> Person:
    """The person in whose name a token asks.  Raises TokenBad for one that isn't good, without saying why."""
    found = _FORM.fullmatch(text)
    token = tokens.get(found[1]) if found else None
    # compared also where there is no such token, so that the time taken tells nothing
    given = sha256((found[2] if found else text).encode()).hexdigest()
    is_right = compare_digest(given, token.digest if token else "0" * 64)
    if token is None or not is_right or not token.is_good(today()):
        raise TokenBad(where="Authorization")
    seen = None
    if token.organisations is not None:
        seen = with_those_under(catalogue_of(settings).organisations, set(token.organisations))
    return Person(f"t-{token.token_id}", frozenset({token.role}), seen)
