"""The tokens of the API, as a fold of their events."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipelines.domain.register import Event
from pipelines.domain.tokens import Token

TOKEN = "token"


def tokens_of(events: Iterable[Event]) -> dict[str, Token]:
    """token id → the token, revoked ones among them, in the order in which they were issued."""
    found: dict[str, Token] = {}
    for event in events:
        if event.subject.type != TOKEN:
            continue
        if event.kind == "revoked" and event.subject.id in found:
            found[event.subject.id] = replace(found[event.subject.id], revoked_at=event.at, seen=event.sequence)
        elif event.kind == "issued":
            said = event.payload
            found[event.subject.id] = Token(
                token_id=event.subject.id,
                name=said["name"],
                digest=said["digest"],
                role=said["role"],
                organisations=None if said["organisations"] is None else tuple(said["organisations"]),
                expires_on=date.fromisoformat(said["expires_on"]),
                issued_at=event.at,
                issued_by=event.actor_id,
                seen=event.sequence,
            )
    return found
