"""Who may do what for whom: roles, organisations, own work; and the person whom a token describes."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.domain.catalogue import Organisation
from pipelines.domain.errors import BadSetting, NoRole, NoScope, NotAllowed, NotTheirs, OwnWork
from pipelines.domain.register import Actor
from pipelines.domain.roles import ALLOWED, ROLES
from pipelines.domain.words import Words
from pipelines.jobs.people import OWN, Person
from pipelines.jobs.settings import Settings
from pipelines.jobs.sign_in import actor_id_of, person_of, texts_at, with_those_under
from pipelines.wording import explain

CLERK = Person("u-1", frozenset({"clerk"}), frozenset({"longjin"}))


def organisation(organisation_id: str, parent_id: str | None, code: str | None = None) -> Organisation:
    words = Words(organisation_id, organisation_id)
    return Organisation(organisation_id, words, words, "subdistrict", parent_id, code, ())


TREE = [
    organisation("city", None),
    organisation("north", "city", "440103"),
    organisation("south", "city"),
    organisation("n1", "north"),
    organisation("n2", "north"),
    organisation("s1", "south"),
]


def test_a_person_acts_in_their_role_for_their_organisation() -> None:
    assert CLERK.acting("hand.enter", "longjin") == Actor("u-1", "clerk", "longjin")
    assert CLERK.acting("query.save", OWN) == Actor("u-1", "clerk", "")


def test_another_organisation_s_is_refused_in_the_words_of_what_isn_t_there() -> None:
    for organisation_id in ("xinjie", "atlantis"):
        with pytest.raises(NotTheirs) as refused:
            CLERK.acting("hand.enter", organisation_id)
        assert organisation_id not in explain(refused.value, "zh") + explain(refused.value, "en")


def test_the_board_as_a_whole_is_for_who_sees_every_organisation() -> None:
    administrator = Person("u-2", frozenset({"administrator"}), frozenset({"longjin"}))
    with pytest.raises(NotTheirs):
        administrator.acting("settings.change", None)
    assert Person("u-2", frozenset({"administrator"})).acting("settings.change", None).role == "administrator"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_names_the_act_and_the_roles_in_words(language: str) -> None:
    for action, roles in ALLOWED.items():
        others = frozenset(ROLES) - frozenset(roles)
        if not others:
            continue
        with pytest.raises(NotAllowed) as refused:
            Person("u-3", others).acting(action, OWN)
        said = explain(refused.value, language)
        assert (action not in said and "administrator" not in said) or language == "en"


def test_nobody_decides_on_their_own_work_but_who_is_alone() -> None:
    with pytest.raises(OwnWork):
        CLERK.prove_other("u-9", "u-1")
    CLERK.prove_other("u-9")
    Person().prove_other(Person().actor_id)


def claims(**said: Any) -> dict[str, Any]:
    return {"iss": "https://id", "sub": "a", "roles": ["clerk"], "organisations": ["longjin"], **said}


def test_a_token_s_claims_give_roles_organisations_and_a_name(built_root: Path) -> None:
    person = person_of(Settings(), claims(name="填报员甲", roles=["clerk", "gardener"]))
    assert (person.roles, person.organisations, person.name) == ({"clerk"}, {"longjin"}, "填报员甲")
    assert person.actor_id == actor_id_of(claims()) and person.actor_id != "a"


def test_the_same_account_of_another_provider_is_another_person() -> None:
    assert actor_id_of(claims()) != actor_id_of(claims(iss="https://other"))


def test_claims_are_found_where_the_settings_say_and_roles_by_the_provider_s_names(built_root: Path) -> None:
    settings = Settings(
        role_claim="realm_access.roles",
        organisation_claim="https://board/units",
        role_names="shr=reviewer, sdr=approver",
    )
    said = claims(realm_access={"roles": ["shr", "other"]}) | {"https://board/units": "longjin, atlantis"}
    person = person_of(settings, said)
    assert (person.roles, person.organisations) == ({"reviewer"}, {"longjin"})


@pytest.mark.parametrize("found", [None, 7, {"a": 1}, [None, 3, {}], "", [""]])
def test_a_claim_of_another_form_gives_nothing(found: object) -> None:
    assert texts_at({"roles": found}, "roles") == []


def test_an_account_without_a_role_or_an_organisation_is_refused(built_root: Path) -> None:
    with pytest.raises(NoRole):
        person_of(Settings(), claims(roles=["gardener"]))
    with pytest.raises(NoScope):
        person_of(Settings(), claims(organisations=["atlantis"]))
    with pytest.raises(NoScope):
        person_of(Settings(), {"iss": "i", "sub": "a", "roles": ["clerk"]})


def test_every_organisation_is_the_board_as_a_whole(built_root: Path) -> None:
    assert person_of(Settings(), claims(organisations=["*"])).organisations is None


def test_a_parent_brings_those_under_it_by_id_or_code() -> None:
    assert with_those_under(TREE, {"440103"}) == {"north", "n1", "n2"}
    assert with_those_under(TREE, {"s1", "atlantis"}) == {"s1"}
    assert with_those_under(TREE, {f"office-{number}" for number in range(10_000)}) == frozenset()
    assert len(with_those_under(TREE, {"city"})) == len(TREE)


def test_organisations_in_a_circle_end() -> None:
    circle = [organisation("a", "b"), organisation("b", "a")]
    assert with_those_under(circle, {"a"}) == {"a", "b"}


@pytest.mark.parametrize("names", ["shr", "shr=gardener", "=clerk", "a=clerk,b="])
def test_role_names_that_name_no_role_are_refused(names: str) -> None:
    with pytest.raises(BadSetting, match="FAZHI_ROLE_NAMES"):
        Settings(role_names=names)
