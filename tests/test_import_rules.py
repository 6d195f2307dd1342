"""The rooms keep their walls, and the code its form: what the tools say of the repository."""

import ast
import subprocess
import sys
import tomllib
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


def imports_of(file: Path) -> set[str]:
    """The modules that a file imports, in full."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: write imports in full"
            found.add(str(node.module))
    return found


@pytest.mark.parametrize("module", ["pipelines.jobs.batch.worker", "pipelines.jobs.query_child"])
def test_who_reads_a_file_or_answers_a_query_starts_without_the_libraries_of_the_register(
    repository: Path, module: str
) -> None:
    code = f"import sys, {module}; print({{'sqlalchemy', 'alembic'}} & sys.modules.keys())"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"


def test_the_domain_needs_the_standard_library_alone(repository: Path) -> None:
    files = list((repository / "pipelines" / "domain").glob("*.py"))
    assert len(files) >= 5
    for file in files:
        foreign = {
            name
            for name in imports_of(file)
            if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("pipelines.domain")
        }
        assert foreign == set(), file


def test_every_room_has_its_place_in_the_layers(repository: Path) -> None:
    """A room that pyproject.toml doesn't name could import anything."""
    contracts = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in contracts["contracts"] if contract["type"] == "layers")
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    folder = repository / "pipelines"
    rooms = {path.name for path in folder.iterdir() if (path / "__init__.py").is_file()}
    doors = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    assert {f"pipelines.{name}" for name in rooms | doors} | {"dashboards"} == placed


def test_notebooks_and_pages_reach_the_pipelines_through_the_api_alone(repository: Path) -> None:
    files = [repository / "app.py", *(repository / "dashboards").rglob("*.py")]
    for file in files:
        used = {name for name in imports_of(file) if name.split(".")[0] == "pipelines"}
        # the server hangs the routes of the API beside the pages
        assert used <= {"pipelines.api", *(["pipelines.web"] if file.name == "server.py" else [])}, file
