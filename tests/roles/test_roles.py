"""Roles × scopes × actions, each tried; and the pages that each role opens."""

from pathlib import Path

import pytest

from dashboards import navigation
from pipelines.domain.errors import NotAllowed
from pipelines.domain.roles import ALLOWED, ROLES
from pipelines.jobs.people import Person
from tests.roles import doors, table
from tests.roles.attempts import OWN, Office, cells, office

ALONE = {"query.save"}
WHOLE = {"edition.approve", "settings.change", "token.issue", "log.export"}
WORKING = {
    "intake": {"clerk", "reviewer", "approver", "administrator"},
    "entry": {"clerk", "reviewer", "approver"},
    "materials": {"clerk", "reviewer", "approver", "administrator"},
    "review": {"clerk", "reviewer", "approver"},
    "log": {"reviewer", "approver", "assessor", "administrator"},
}
FOR_ALL = {"GET /api/v1/metrics", "GET /api/v1/editions"}
"""Lists that are the same for everybody who is let in."""


@pytest.fixture
def made(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("FAZHI_REVIEW_STEPS", "3")
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    return office(data_root)


def test_every_cell_is_as_the_rules_and_the_docs_say(made: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mend the docs with: python -m tests.roles.table"""
    tried = cells(made)
    for (action, role, scope), is_allowed in tried.items():
        reaches = scope == "whole" or action in ALONE or (scope == "own" and action not in WHOLE)
        if action == "log.read":
            reaches = True  # of another organisation's person it shows none of ours
        assert is_allowed == (role in ALLOWED[action] and reaches), (action, role, scope)
    monkeypatch.setenv("FAZHI_SIGN_IN", "sign-in.toml")
    read = doors.cells(made.settings)
    for (door, role, scope), told in read.items():
        is_shut = role == doors.NOBODY or role not in WORKING.get(door.removeprefix("/"), ROLES)
        is_ours = scope != "another" and door not in FOR_ALL
        assert told == (None if is_shut else {OWN} if is_ours else set()), (door, role, scope)
    assert table.page(tried, read) == table.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_the_pages_that_the_docs_say(role: str, seen_by) -> None:
    seen_by(Person("u", frozenset({role}), frozenset({"longjin"})))
    listed = {address for group in navigation.groups() for _, address, _ in navigation.pages_of(group)}
    for _, address, _, _ in navigation.LISTED:
        is_open = role in WORKING.get(address, ROLES)
        assert (address in listed) == is_open
        if is_open:
            navigation.prove_open(address)
        else:
            with pytest.raises(NotAllowed):
                navigation.prove_open(address)
