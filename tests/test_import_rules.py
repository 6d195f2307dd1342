"""The rooms keep their walls, and the code its form: what the tools say of the repository."""

import subprocess
import sys
from pathlib import Path

import pytest

RULES = {
    "no room imports what it may not": ["lint-imports", "--no-cache"],
    "ruff finds nothing": ["ruff", "check", "--no-cache", "."],
    "every file is formatted": ["ruff", "format", "--no-cache", "--check", "."],
    "the types of pipelines agree": ["ty", "check", "pipelines"],
}


@pytest.mark.parametrize("command", RULES.values(), ids=RULES)
def test_the_repository_keeps_its_rules(command: list[str], repository: Path) -> None:
    tool, *options = command
    found = subprocess.run(
        [str(Path(sys.executable).with_name(tool)), *options],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_importing_the_pipelines_brings_neither_streamlit_nor_plotly(repository: Path) -> None:
    code = "import sys, pipelines.api, pipelines.cli; print({'streamlit', 'plotly'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
