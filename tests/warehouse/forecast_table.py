"""`python -m tests.warehouse.forecast_table`: measure how often forecasts hold, and write it into docs/forecast.md."""

import random
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.warehouse.forecasts import PROCESSES, forecast_rows, lined

PAGE = Path(__file__).parents[2] / "docs" / "forecast.md"
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
TRIED = 1000
HEAD = (
    "| the series | years | intervals that held the figure | median width ÷ figure "
    "| a line's interval held it | two years ahead held | refused |\n|---|---|---|---|---|---|---|"
)


def coverage(process: str, years: int) -> tuple[float, float, float, float, float]:
    """Of made-up series: the share held, the median width ÷ the figure, a line's share held, the share held two years
    ahead, the share refused.
    """
    random_ = random.Random(f"{process}/{years}")
    made = [[float(max(0, round(value))) for value in PROCESSES[process](random_, years + 1)] for _ in range(TRIED)]
    rows = forecast_rows([values[:-1] for values in made])
    given = [(row, values) for row, values in zip(rows, made, strict=True) if row["reason"] is None]
    widths = [float(row["upper"] - row["lower"]) / max(values[-1], 1) for row, values in given]
    by_line = [lined(values[:-1]) for _, values in given]
    line_held = [low <= values[-1] <= high for (low, high), (_, values) in zip(by_line, given, strict=True)]
    longer = [[float(max(0, round(value))) for value in PROCESSES[process](random_, years + 2)] for _ in range(TRIED)]
    later = zip(forecast_rows([values[:-2] for values in longer], ahead=2), longer, strict=True)
    shares = _held(given), median(widths), sum(line_held) / len(given)
    return *shares, _held([(row, values) for row, values in later if row["reason"] is None]), 1 - len(given) / TRIED


def _held(given: Sequence[tuple[dict[str, Any], Sequence[float]]]) -> float:
    """The share of intervals that hold the last value of their series."""
    return sum(float(row["lower"]) <= values[-1] <= float(row["upper"]) for row, values in given) / len(given)


def table() -> str:
    lines = [HEAD]
    for process in PROCESSES:
        for years in (3, 4, 5):
            held, width, line, later, refused = coverage(process, years)
            lines.append(
                f"| {process} | {years} | {held:.0%} | {width:.2f} | {line:.0%} | {later:.0%} | {refused:.0%} |"
            )
    return "\n".join(lines)


def page() -> str:
    """docs/forecast.md with the table as it is measured now."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(table())
