"""`python -m tests.roles.table`: write what each role may do, as it was tried, into docs/roles.md."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipelines.domain.roles import ALLOWED, ROLES
from pipelines.wording import say
from tests.roles.attempts import cells, office

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "roles.md"
BEGIN, END = "<!-- roles: begin -->", "<!-- roles: end -->"
SIGNS = {(True, False, True): "✓", (False, False, True): "全", (False, False, False): "·", (True, True, True): "○"}
"""(own organisation, another one, whole board) → sign."""


def table(tried: Mapping[tuple[str, str, str], bool]) -> str:
    """One line an action, one column a role."""
    lines = [
        f"| 办理 | action | {' | '.join(say(f'role.{role}', 'zh') for role in ROLES)} |",
        "|---|---|" + ":-:|" * len(ROLES),
    ]
    for action in ALLOWED:
        signs = [SIGNS[tuple(tried[action, role, scope] for scope in ("own", "another", "whole"))] for role in ROLES]
        lines.append(f"| {say(f'action.{action}', 'zh')} | `{action}` | {' | '.join(signs)} |")
    return "\n".join(lines)


def page(tried: Mapping[tuple[str, str, str], bool]) -> str:
    """docs/roles.md with the table as it is now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{table(tried)}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "data"
        shutil.copytree(REPOSITORY / "data" / "catalogue", root / "catalogue")
        shutil.copytree(REPOSITORY / "data" / "documents" / "longjin-2023", root / "documents" / "longjin-2023")
        os.environ.update({"FAZHI_DATA": str(root), "FAZHI_REVIEW_STEPS": "3", "FAZHI_APPROVAL": "true"})
        PAGE.write_text(page(cells(office(root))), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written\n")


if __name__ == "__main__":
    main()
