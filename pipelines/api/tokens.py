"""What the page 设置 asks and records of the API's tokens."""

from typing import Any

from pipelines.api.hand import person_named
from pipelines.api.people import decider, person
from pipelines.api.said import day_said
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.settings import current_settings
from pipelines.jobs.tokens import Grant, TokenDesk, known_tokens
from pipelines.wording import say, text_of


def issued_tokens(language: str) -> list[dict[str, Any]]:
    """Every token that was issued, the latest first: token_id, name, role, whose, expires_on, state, who, at, seen.

    `state`: good, revoked or expired.  Raises NotAllowed, NotTheirs.
    """
    person().acting("token.issue", None)
    names = {
        each.organisation_id: text_of(each.name, language) for each in catalogue_of(current_settings()).organisations
    }
    found = known_tokens(current_settings()).values()
    return [
        {
            "token_id": each.token_id,
            "name": each.name,
            "role": say(f"role.{each.role}", language),
            "whose": None if each.organisations is None else [names.get(one, one) for one in each.organisations],
            "expires_on": each.expires_on,
            "state": "revoked" if each.revoked_at else "good" if each.is_good(today()) else "expired",
            "who": person_named(each.issued_by, language),
            "at": day_said(each.issued_at),
            "seen": each.seen,
        }
        for each in reversed(found)
    ]


def issue_token(grant: Grant) -> str:
    """A new token's text, which nobody can look up afterwards.  Raises what `jobs.tokens.TokenDesk.issue` raises."""
    return TokenDesk(current_settings(), decider()).issue(grant)


def revoke_token(token_id: str, *, seen: int) -> None:
    """Raises UnknownItem, NotAllowed, DecidedMeanwhile."""
    TokenDesk(current_settings(), decider()).revoke(token_id, seen=seen)
