"""`python -m tests.roles.table`: write what each role may do, as it was tried, into docs/roles.md."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.domain.roles import ALLOWED, ROLES
from pipelines.wording import say
from tests.roles import doors
from tests.roles.attempts import cells, office
from tests.roles.doors import NOBODY

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "roles.md"
NOBODY_ZH = "未登录"
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


def doors_table(tried: Mapping[tuple[str, str, str], set[str] | None]) -> str:
    """One line a door, one column a role and one for who isn't signed in."""
    heads = [*(say(f"role.{role}", "zh") for role in ROLES), NOBODY_ZH]
    lines = [f"| door | {' | '.join(heads)} |", "|---|" + ":-:|" * len(heads)]
    for door in dict.fromkeys(door for door, _, _ in tried):
        signs = [
            _sign([tried[door, role, scope] for scope in ("own", "another", "whole")]) for role in (*ROLES, NOBODY)
        ]
        lines.append(f"| `{door}` | {' | '.join(signs)} |")
    return "\n".join(lines)


def _sign(told: Sequence[set[str] | None]) -> str:
    """What is told to who is for one organisation, for another one and for the whole board, of the one."""
    if told == [None] * 3:
        return "·"
    return {(1, 0, 1): "✓", (0, 0, 0): "公"}[tuple(len(each or ()) for each in told)]


def page(actions: Mapping[tuple[str, str, str], bool], read: Mapping[tuple[str, str, str], set[str] | None]) -> str:
    """docs/roles.md with the tables as they are now."""
    text = PAGE.read_text(encoding="utf-8")
    for name, content in (("roles", table(actions)), ("doors", doors_table(read))):
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{content}\n{end}{rest.partition(end)[2]}"
    return text


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "data"
        shutil.copytree(REPOSITORY / "data" / "catalogue", root / "catalogue")
        shutil.copytree(REPOSITORY / "data" / "documents" / "longjin-2023", root / "documents" / "longjin-2023")
        os.environ.update({"FAZHI_DATA": str(root), "FAZHI_REVIEW_STEPS": "3", "FAZHI_APPROVAL": "true"})
        made = office(root)
        actions = cells(made)
        os.environ["FAZHI_SIGN_IN"] = str(root / "sign-in.toml")
        PAGE.write_text(page(actions, doors.cells(made.settings)), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written\n")


if __name__ == "__main__":
    main()
