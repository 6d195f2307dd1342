"""What every room's tests share: the real catalogue, the real documents, and data roots of their own."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import settings as properties
from streamlit.components.v2 import manifest_scanner
from typer.testing import CliRunner

from pipelines.api import people_come_from
from pipelines.catalogue import load_catalogue
from pipelines.cli import app
from pipelines.domain.catalogue import Catalogue
from pipelines.extract import ReportReader
from pipelines.extract.quantities import QuantityReader
from pipelines.jobs.build import build
from pipelines.jobs.demo import make_demo
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.wording import language
from pipelines.wording.sentences import sentences
from tests.jobs.rounds import announced_round, make_district
from tests.postgres import Server, missing, server

# Streamlit's tester looks through all installed packages for components each time a page is run
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

properties.register_profile("here", deadline=None)  # a machine with other work to do is no defect
properties.load_profile("here")

REPOSITORY = Path(__file__).parents[1]
DATA = REPOSITORY / "data"
DOCUMENTS = ("longjin-2023", "longjin-2024")
MADE_UP_AS_OF = date(2025, 9, 30)
STORES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.services))


@pytest.fixture(autouse=True)
def settings_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches a test."""
    for name in [name for name in os.environ if name.startswith("FAZHI_") and name != "FAZHI_SHARED"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(DATA / "catalogue")


@pytest.fixture(scope="session")
def reader(catalogue: Catalogue) -> ReportReader:
    return ReportReader(catalogue)


@pytest.fixture(scope="session")
def quantity_reader(catalogue: Catalogue) -> QuantityReader:
    return QuantityReader(catalogue.classes_of)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds beside the repository; a test that reads it is skipped where there is none."""
    folder = Path(os.environ.get("FAZHI_SHARED", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared folder at {folder}")
    return folder


@pytest.fixture(scope="session")
def _postgres() -> Iterator[Server]:
    if why := missing():
        pytest.skip(why)
    with server() as running:
        yield running


@pytest.fixture
def postgres(_postgres: Server) -> Iterator[Server]:
    """A PostgreSQL server, the same for all tests of a process; they are skipped where there is none to start."""
    yield _postgres
    _postgres.take_back()


@pytest.fixture(params=STORES)
def register_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a register that isn't there yet: a file, and with `make test-services` a PostgreSQL database."""
    return new_register(request, tmp_path / "register" / "register.sqlite3")


def new_register(request: pytest.FixtureRequest, file: Path) -> str:
    """The URL of a register that isn't there yet, for a fixture over STORES."""
    return f"sqlite:///{file}" if request.param == "sqlite" else request.getfixturevalue("postgres").database()


@pytest.fixture(params=STORES)
def decided_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a root's decisions are stored: in its own file, and with `make test-services` in PostgreSQL."""
    if request.param == "postgresql":
        monkeypatch.setenv("FAZHI_REGISTER_URL", request.getfixturevalue("postgres").database())
    return request.param


def _copied_root(folder: Path) -> Path:
    shutil.copytree(DATA / "catalogue", folder / "catalogue")
    for name in DOCUMENTS:
        shutil.copytree(DATA / "documents" / name, folder / "documents" / name)
    return folder


@pytest.fixture
def data_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data root of this test alone: the real catalogue and documents, and no warehouse."""
    root = _copied_root(tmp_path / "data")
    monkeypatch.setenv("FAZHI_DATA", str(root))
    return root


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """`made_once(name, make)`: a folder that `make` filled, once for all processes of a run.  Read only."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made"
    folder.mkdir(exist_ok=True)

    def give(name: str, make: Callable[[Path], object]) -> Path:
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / f"{name}.made").exists():
                shutil.rmtree(folder / name, ignore_errors=True)  # of who failed at it
                make(folder / name / "data")
                (folder / f"{name}.made").touch()
        return folder / name / "data"

    return give


@pytest.fixture(scope="session")
def built_once(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A data root that was built, for tests that only read."""
    return made_once("built_early", lambda root: build(Settings(data=_copied_root(root)), as_of=date(2025, 1, 31)))


@pytest.fixture
def built_root(built_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`built_once` as FAZHI_DATA.  Read only: it is shared by tests."""
    monkeypatch.setenv("FAZHI_DATA", str(built_once))
    return built_once


def _three_years(root: Path) -> None:
    make_demo(root, orgs=1, years=(2023, 2025), events_per_org=400, seed=5, as_of=MADE_UP_AS_OF)
    build(Settings(data=root), as_of=MADE_UP_AS_OF)


@pytest.fixture(scope="session")
def demo_once(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """Three years of a made-up subdistrict, built.  Read only."""
    return made_once("three_years", _three_years)


@pytest.fixture
def assessed_district(
    made_once: Callable[[str, Callable[[Path], object]], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The small district of tests.jobs.rounds as FAZHI_DATA, shared and read only, with a register of this test."""
    root = made_once("assessed_district", make_district)
    monkeypatch.setenv("FAZHI_DATA", str(root))
    monkeypatch.setenv("FAZHI_REGISTER_URL", f"sqlite:///{tmp_path / 'register.sqlite3'}")
    return root


@pytest.fixture(scope="session")
def rounds_once(
    made_once: Callable[[str, Callable[[Path], object]], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[pytest.MonkeyPatch], str]], tuple[str, Path]]:
    """`rounds_once(make)`: the id of the round that `make` makes in the small district, and its register's folder."""

    @cache
    def give(make: Callable[[pytest.MonkeyPatch], str]) -> tuple[str, Path]:
        folder = tmp_path_factory.mktemp(make.__name__)
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("FAZHI_DATA", str(made_once("assessed_district", make_district)))
            monkeypatch.setenv("FAZHI_REGISTER_URL", f"sqlite:///{folder / 'register.sqlite3'}")
            return make(monkeypatch), folder

    return give


@pytest.fixture
def round_like(
    assessed_district: Path, rounds_once: Callable[..., tuple[str, Path]], tmp_path: Path
) -> Callable[[Callable[[pytest.MonkeyPatch], str]], str]:
    """`round_like(make)`: the id of a round as `make` makes it, in a register of this test alone."""

    def give(make: Callable[[pytest.MonkeyPatch], str]) -> str:
        round_id, folder = rounds_once(make)
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        return round_id

    return give


@pytest.fixture
def announced(round_like: Callable[..., str]) -> str:
    """The id of `announced_round` of tests.jobs.rounds."""
    return round_like(announced_round)


@pytest.fixture
def root_like(
    made_once: Callable[[str, Callable[[Path], object]], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str, Callable[[Path], object]], Path]:
    """`root_like(name, make)`: a root of this test alone as FAZHI_DATA, copied from one that `make` worked on once.

    Copying a built root takes a tenth of the time of building it.
    """

    def give(name: str, make: Callable[[Path], object]) -> Path:
        made = made_once(name, lambda root: make(_copied_root(root)))
        copy = Path(shutil.copytree(made, tmp_path / "data"))
        monkeypatch.setenv("FAZHI_DATA", str(copy))
        return copy

    return give


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """`speak(code, text)`: one more language, whose file has this text."""
    folder = Path(shutil.copytree(language.FOLDER, tmp_path / "spoken", ignore=shutil.ignore_patterns("*.py", "__*")))
    kept = (language.languages, language.base_of, language.file_of, sentences)

    def add(code: str, text: str) -> None:
        (folder / f"{code}.yml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(language, "FOLDER", folder)
        for each in kept:
            each.cache_clear()

    yield add
    for each in kept:
        each.cache_clear()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """One verb of the command line in this process: `run("show", "metrics").stdout`."""
    monkeypatch.setenv("COLUMNS", "200")

    def run_verb(*words: object, given: bytes | str | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=given)

    return run_verb


@pytest.fixture
def seen_by() -> Iterator[Callable[[Person], None]]:
    """`seen_by(person)`: from now on this person asks and decides, in this process, until the test ends."""
    yield lambda person: people_come_from(lambda: person)
    people_come_from(Person)
