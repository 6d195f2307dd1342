"""When and by whom something was recorded, as a page says it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.domain.register import Event
from pipelines.jobs.people import LOCAL
from pipelines.wording import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
_NAMELESS = {LOCAL: "person.local"}


def minute_said(at: str) -> str:
    """A moment of an event (ISO 8601 in UTC) on the office's clock, to the minute."""
    return f"{datetime.fromisoformat(at).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def day_said(at: str) -> str:
    """The day of an event in the office's calendar."""
    return minute_said(at)[:10]


def handed_said(event: Event, names: Mapping[str, str], language: str) -> dict[str, Any]:
    """What sentences say of a role that was handed over: leaving and coming (names), date, count of what was open."""
    said = event.payload
    return {
        "leaving": person_said(said["actor_id"], names, language),
        "coming": person_said(said["to"], names, language),
        "date": said["from"],
        "count": sum(map(len, said["open"].values())),
    }


def person_said(actor_id: str, names: Mapping[str, str], language: str) -> str:
    """A person's name, or what stands for one that has none."""
    return names.get(actor_id) or say(_NAMELESS.get(actor_id, "person.unnamed"), language)
