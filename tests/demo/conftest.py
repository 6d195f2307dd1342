"""A small district of two subdistricts, made once, and a data root that holds it, built once."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import MANIFEST, MadeFile, district
from pipelines.jobs.build import build
from pipelines.jobs.demo import make_demo
from pipelines.jobs.settings import Settings

AS_OF = date(2025, 9, 30)
SMALL = {"orgs": 2, "years": (2023, 2025), "events_per_org": 300, "seed": 11, "as_of": AS_OF}


@pytest.fixture(scope="session")
def made() -> dict[str, MadeFile]:
    """Its files by name."""
    return {file.name: file for file in district(**SMALL)}


@pytest.fixture(scope="session")
def manifest(made: dict[str, MadeFile]) -> dict[str, Any]:
    return json.loads(made[MANIFEST].content)


@pytest.fixture(scope="session")
def demo_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with the small district, loaded and built.  Read only: it is shared by tests."""
    root = tmp_path_factory.mktemp("demo") / "root"
    make_demo(root, **SMALL)
    build(Settings(data=root), as_of=AS_OF)
    return root
