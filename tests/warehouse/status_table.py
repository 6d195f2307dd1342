"""`python -m tests.warehouse.status_table`: write the answers of every situation into docs/status.md."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from pipelines.warehouse import sql
from pipelines.wording import progress_sentence, status_word
from tests.warehouse.open_sdg import open_sdg
from tests.warehouse.situations import SITUATIONS, Situation

PAGE = Path(__file__).parents[2] / "docs" / "status.md"
BEGIN, END = "<!-- answers: begin -->", "<!-- answers: end -->"
HEAD = "| situation | answer | why (中文) | why (English) | Open SDG | which answer stands |\n|---|---|---|---|---|---|"


@cache
def answered(situation: Situation) -> dict[str, Any]:
    """The one row of a situation as pages get it: from raw rows through every staging and mart file."""
    with situation.rows().filled() as connection:
        values = {"organisation_id": None, "target_year": None}
        (row,) = connection.sql(sql.query("goal_progress"), params=values).to_arrow_table().to_pylist()
    return row


def table() -> str:
    """The tables of docs/status.md, one a group."""
    parts = []
    for group, situations in groupby(SITUATIONS, key=lambda each: each.group):
        parts += [f"### {group}\n{HEAD}", *map(_line, situations), ""]
    return "\n".join(parts)


def _line(situation: Situation) -> str:
    row = answered(situation)
    answer = f"`{row['status']}` {status_word(row, 'zh')}"
    theirs = open_sdg(**situation.series) if situation.series else "–"
    said = [progress_sentence(row, language) for language in ("zh", "en")]
    return f"| {' | '.join([situation.text, answer, *said, theirs, situation.verdict])} |"


def page() -> str:
    """docs/status.md with the tables as they are now."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: {len(SITUATIONS)} situations")
