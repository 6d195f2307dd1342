"""Running a notebook as Jupyter does: a kernel that starts in notebooks/, beside the code and a data root."""

import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "notebooks"
NOTEBOOKS = ("01-first-look", "02-goals-and-bounds")


def code_of(name: str) -> list[str]:
    return [
        cell.source for cell in nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells if cell.cell_type == "code"
    ]


def run_notebook(name: str, home: Path, data: Path, language: str = "zh") -> list[Any]:
    """The outputs of all cells.  What the notebook writes lands under `home`, which it takes for the repository."""
    folder = home / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    if not (home / "pipelines").exists():
        (home / "pipelines").symlink_to(REPOSITORY / "pipelines")
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('LANGUAGE = "zh"', f'LANGUAGE = "{language}"')
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FAZHI_")}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**environment, "FAZHI_DATA": str(data)})
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def said(outputs: list[Any]) -> str:
    """Everything that the outputs say, frames as HTML."""
    texts = []
    for output in outputs:
        data = output.get("data", {})
        texts.append(
            output.text if output.output_type == "stream" else data.get("text/html", data.get("text/plain", ""))
        )
    return "\n".join(texts)


def charts_of(outputs: list[Any]) -> list[dict[str, Any]]:
    """The plotly figures among the outputs, as plain dicts."""
    kind = "application/vnd.plotly.v1+json"
    return [output.data[kind] for output in outputs if kind in output.get("data", {})]
