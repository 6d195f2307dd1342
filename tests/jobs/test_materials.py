"""Materials: stored once and unaltered, described, withdrawn, deleted after their retention, and proved."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.domain.errors import (
    BadFileName,
    BoardError,
    DecidedMeanwhile,
    EmptyMaterial,
    MaterialAltered,
    MaterialGone,
    MaterialInUse,
    MaterialKept,
    MaterialLeft,
    MaterialTooLarge,
    NotAllowed,
    PeriodOutOfOrder,
    RegisterAltered,
    RegisterUnreachable,
    SameMaterial,
    UnknownMaterial,
    UnknownOrganisation,
    UnknownOwner,
    UntitledMaterial,
)
from pipelines.domain.materials import Material
from pipelines.domain.register import Decision, Subject
from pipelines.jobs import materials
from pipelines.jobs.build import build
from pipelines.jobs.materials import (
    MaterialCard,
    MaterialStore,
    described,
    known_materials,
    known_uses,
    material_content,
    prove_materials,
)
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify_register
from pipelines.wording import explain

CONTENT = "会议纪要（模拟数据）".encode()
ID = sha256(CONTENT).hexdigest()
CARD = MaterialCard("longjin", "法治专题会纪要", date(2023, 3, 1), date(2023, 3, 1), "justice_office")
CLERK = Person("c1", frozenset({"clerk"}))


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("unbuilt", lambda root: None)


@pytest.fixture
def store(root: Path) -> MaterialStore:
    return MaterialStore(Settings(data=root), Person())


def files(root: Path) -> list[str]:
    folder = root / "register" / "materials"
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def events(store: MaterialStore) -> list[str]:
    with register_of(store.settings) as register:
        return [each.kind for each in register.events()]


def used(store: MaterialStore, material_id: str = ID) -> None:
    """Something that names the material as its evidence."""
    with register_of(store.settings) as register:
        payload = {"materials": [material_id], "metric_id": "law_trainings"}
        actor = Person().acting("figure.note", "longjin")
        register.record(Decision(Subject("figure", "a1"), "noted", actor, payload))


def test_a_file_is_stored_as_it_came_and_recorded(root: Path, store: MaterialStore) -> None:
    added = store.add(CONTENT, "纪要 1.pdf", replace(CARD, keep_until=date(2033, 12, 31), is_public=True))
    assert (added.material_id, added.state, added.size, added.name) == (ID, "kept", len(CONTENT), "纪要 1.pdf")
    file = root / "register" / "materials" / ID / "纪要 1.pdf"
    assert file.read_bytes() == CONTENT
    assert file.stat().st_mode & 0o777 == 0o600
    assert known_materials(store.settings) == {ID: added}
    assert described(added) == replace(CARD, keep_until=date(2033, 12, 31), is_public=True)
    assert material_content(store.settings, ID) == ("纪要 1.pdf", CONTENT)


def test_the_same_file_is_stored_once_and_said_to_be_the_same(root: Path, store: MaterialStore) -> None:
    store.add(CONTENT, "纪要.pdf", CARD)
    with pytest.raises(SameMaterial, match=r"法治专题会纪要.*Longjin Subdistrict, since 20") as refused:
        store.add(CONTENT, "副本.pdf", replace(CARD, title="副本"))
    assert "龙津街道" in explain(refused.value, "zh") and "Longjin Subdistrict" in explain(refused.value, "en")
    assert files(root) == [f"{ID}/纪要.pdf"] and events(store) == ["added"]


@pytest.mark.parametrize(
    ("content", "name", "card", "refusal"),
    [
        (CONTENT, "../../x", CARD, BadFileName),
        (CONTENT, "..\\x", CARD, BadFileName),
        (CONTENT, "/etc/x", CARD, BadFileName),
        (CONTENT, ".x", CARD, BadFileName),
        (CONTENT, "", CARD, BadFileName),
        (CONTENT, "a\u202egpj.exe", CARD, BadFileName),
        (CONTENT, "长" * 100 + ".pdf", CARD, BadFileName),
        (b"", "a.pdf", CARD, EmptyMaterial),
        (b"x" * 1_000_001, "a.pdf", CARD, MaterialTooLarge),
        (CONTENT, "a.pdf", replace(CARD, title=" "), UntitledMaterial),
        (CONTENT, "a.pdf", replace(CARD, title="长" * 201), UntitledMaterial),
        (CONTENT, "a.pdf", replace(CARD, period_end=date(2023, 2, 28)), PeriodOutOfOrder),
        (CONTENT, "a.pdf", replace(CARD, owner_id="nobody"), UnknownOwner),
        (CONTENT, "a.pdf", replace(CARD, organisation_id="nowhere"), UnknownOrganisation),
    ],
)
def test_what_can_t_be_stored_is_refused_and_nothing_is_written(
    root: Path, content: bytes, name: str, card: MaterialCard, refusal: type[BoardError]
) -> None:
    with pytest.raises(refusal):
        MaterialStore(Settings(data=root, max_material_mb=1), Person()).add(content, name, card)
    assert not (root / "register").exists()


def test_who_only_looks_stores_changes_withdraws_and_deletes_nothing(root: Path, store: MaterialStore) -> None:
    seen = store.add(CONTENT, "a.pdf", replace(CARD, keep_until=date(2020, 1, 1))).seen
    viewer = MaterialStore(store.settings, Person("x", frozenset({"viewer"})))
    with pytest.raises(NotAllowed):
        viewer.add(b"other", "b.pdf", CARD)
    with pytest.raises(NotAllowed):
        viewer.change(ID, CARD, seen=seen)
    with pytest.raises(NotAllowed):
        viewer.withdraw(ID, seen=seen)
    with pytest.raises(NotAllowed):
        viewer.purge(ID, seen=seen)
    with pytest.raises(NotAllowed):
        MaterialStore(store.settings, CLERK).purge(ID, seen=seen)
    assert files(root) == [f"{ID}/a.pdf"] and events(store) == ["added"]


def test_where_nothing_can_be_recorded_no_file_is_left(root: Path) -> None:
    (root / "register" / "register.sqlite3").mkdir(parents=True)
    with pytest.raises(RegisterUnreachable):
        MaterialStore(Settings(data=root), Person()).add(CONTENT, "a.pdf", CARD)
    assert files(root) == []


def test_a_description_is_changed_by_an_event(store: MaterialStore) -> None:
    added = store.add(CONTENT, "a.pdf", CARD)
    card = replace(CARD, is_public=True, owner_id="peace_office", keep_until=date(2030, 1, 1))
    MaterialStore(store.settings, CLERK).change(ID, card, seen=added.seen)
    changed = known_materials(store.settings)[ID]
    assert described(changed) == card
    assert (changed.since, changed.actor_id, changed.name) == (added.since, "local", "a.pdf")
    with pytest.raises(DecidedMeanwhile):
        store.change(ID, CARD, seen=added.seen)
    with pytest.raises(UntitledMaterial):
        store.change(ID, replace(card, title=""), seen=changed.seen)
    with pytest.raises(UnknownMaterial):
        store.change("0" * 64, card, seen=0)
    assert events(store) == ["added", "changed"]


def test_a_withdrawn_material_stays_stored_and_isn_t_offered(root: Path, store: MaterialStore) -> None:
    seen = store.add(CONTENT, "a.pdf", CARD).seen
    assert prove_materials(store.settings, "longjin", [ID, ID]) == [ID]
    with pytest.raises(UnknownMaterial):
        prove_materials(store.settings, "fengyuan", [ID])
    store.withdraw(ID, seen=seen)
    with pytest.raises(UnknownMaterial):
        prove_materials(store.settings, "longjin", [ID])
    assert files(root) == [f"{ID}/a.pdf"]
    again = store.add(CONTENT, "b.pdf", replace(CARD, title="再次存入"))
    assert (again.name, again.title, again.state) == ("a.pdf", "再次存入", "kept")
    assert files(root) == [f"{ID}/a.pdf"]
    assert verify_register(store.settings) == 3


def test_a_material_in_use_is_withdrawn_only_by_who_has_seen_where(store: MaterialStore) -> None:
    seen = store.add(CONTENT, "a.pdf", CARD).seen
    used(store)
    assert [(use.subject.type, use.metric_id) for use in known_uses(store.settings)[ID]] == [
        ("figure", "law_trainings")
    ]
    with pytest.raises(MaterialInUse, match="figure a1"):
        store.withdraw(ID, seen=seen)
    store.withdraw(ID, seen=seen, although_used=True)
    assert known_materials(store.settings)[ID].state == "withdrawn"
    assert len(known_uses(store.settings)[ID]) == 1
    assert material_content(store.settings, ID) == ("a.pdf", CONTENT)


def test_a_file_is_deleted_by_a_person_once_its_retention_is_over(root: Path, store: MaterialStore) -> None:
    seen = store.add(CONTENT, "a.pdf", replace(CARD, keep_until=date(2024, 12, 31))).seen
    with pytest.raises(MaterialKept, match="2024-12-31"):
        store.purge(ID, seen=seen, on=date(2024, 12, 31))
    store.purge(ID, seen=seen, on=date(2025, 1, 1))
    assert files(root) == []
    assert known_materials(store.settings)[ID].state == "purged"
    with pytest.raises(UnknownMaterial):
        material_content(store.settings, ID)
    assert verify_register(store.settings) == 2
    # the same file may come again later
    assert store.add(CONTENT, "b.pdf", CARD).name == "b.pdf"


def test_what_is_kept_for_good_is_never_deleted(store: MaterialStore) -> None:
    seen = store.add(CONTENT, "a.pdf", CARD).seen
    with pytest.raises(MaterialKept):
        store.purge(ID, seen=seen)
    with pytest.raises(UnknownMaterial):
        store.purge("0" * 64, seen=0)


def test_a_file_that_a_purge_left_behind_is_found_and_deleted_again(root: Path, store: MaterialStore) -> None:
    seen = store.add(CONTENT, "a.pdf", replace(CARD, keep_until=date(2024, 12, 31))).seen
    store.purge(ID, seen=seen)
    left = root / "register" / "materials" / ID / "a.pdf"
    left.parent.mkdir()
    left.write_bytes(CONTENT)
    with pytest.raises(RegisterAltered) as refused:
        verify_register(store.settings)
    assert isinstance(refused.value.parts["faults"][0], MaterialLeft)
    assert store.purge(ID, seen=0) is None
    assert files(root) == [] and events(store) == ["added", "purged"]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch):
    """`meanwhile(step, other)`: another person's work begins before or behind a step of the first one's, once."""

    def begin(step: str, other: Callable[[], Material], *, behind: bool = False):
        real, pool, running = getattr(materials, step), ThreadPoolExecutor(1), []

        def interrupted(*said):
            given = real(*said) if behind else None
            if not running:
                running.append(pool.submit(other))
                wait(running, timeout=0.5)  # long enough to end where nothing keeps it back
            return given if behind else real(*said)

        monkeypatch.setattr(materials, step, interrupted)
        return lambda: running[0].result(timeout=30)

    return begin


@pytest.mark.parametrize("is_second", [False, True], ids=["first purge", "purge of a file that was left"])
def test_a_file_that_is_stored_again_while_it_is_deleted_is_there_in_the_end(
    root: Path, store: MaterialStore, meanwhile, is_second: bool
) -> None:
    seen = store.add(CONTENT, "a.pdf", replace(CARD, keep_until=date(2024, 12, 31))).seen
    if is_second:
        store.purge(ID, seen=seen)
        left = root / "register" / "materials" / ID / "a.pdf"
        left.parent.mkdir()
        left.write_bytes(CONTENT)
    again = meanwhile("delete", lambda: store.add(CONTENT, "a.pdf", CARD))
    store.purge(ID, seen=seen)
    assert again().state == "kept"
    assert material_content(store.settings, ID) == ("a.pdf", CONTENT)
    assert verify_register(store.settings) == 3


def test_the_same_file_uploaded_twice_at_once_is_stored_once(root: Path, store: MaterialStore, meanwhile) -> None:
    other = meanwhile("store", lambda: store.add(CONTENT, "b.pdf", CARD), behind=True)
    assert store.add(CONTENT, "a.pdf", CARD).name == "a.pdf"
    with pytest.raises(SameMaterial):
        other()
    assert files(root) == [f"{ID}/a.pdf"] and events(store) == ["added"]


@pytest.mark.parametrize("fault", [MaterialGone, MaterialAltered])
def test_a_missing_or_altered_file_is_named(root: Path, store: MaterialStore, fault: type[BoardError]) -> None:
    store.add(CONTENT, "a.pdf", CARD)
    file = root / "register" / "materials" / ID / "a.pdf"
    if fault is MaterialGone:
        file.unlink()
    else:
        file.write_bytes(b"another")
    with pytest.raises(RegisterAltered, match=ID[:12]) as refused:
        verify_register(store.settings)
    assert isinstance(refused.value.parts["faults"][0], fault)


def test_materials_change_nothing_of_an_edition(root: Path, store: MaterialStore) -> None:
    before = build(store.settings).manifest
    store.add(CONTENT, "a.pdf", CARD)
    after = build(store.settings).manifest
    assert before.digests == after.digests and before.inputs == after.inputs
