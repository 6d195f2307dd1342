"""What tests of jobs share: days that go by."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from pipelines.jobs.assessment import filling, organising, scoring
from pipelines.jobs.days import today


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`later(days)`: from now on it is so many days later."""
    started = today()

    def move(days: int) -> None:
        for module in (filling, organising, scoring):
            monkeypatch.setattr(module, "today", lambda: started + timedelta(days=days))

    return move
