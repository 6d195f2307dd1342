"""The raw tables that a theme's page is laid out by, and the days that aren't what their weekday says."""

from typing import Any

import pyarrow as pa

from pipelines.domain.catalogue import ThemeView
from pipelines.domain.working_days import WorkingDays

_TEXT = pa.string()

THEME_SCHEMAS: dict[str, pa.Schema] = {
    # shown_as: day, part, rate, place; dimension: of part and place
    "catalogue.theme_views": pa.schema(
        [
            ("theme_id", _TEXT),
            ("position", pa.int32()),
            ("shown_as", _TEXT),
            ("measure_id", _TEXT),
            ("dimension", _TEXT),
        ]
    ),
    # weekdays off, and weekends at work
    "catalogue.odd_days": pa.schema([("day", pa.date32()), ("is_working", pa.bool_())]),
}


def theme_rows(views: tuple[ThemeView, ...], calendar: WorkingDays | None) -> dict[str, list[dict[str, Any]]]:
    """The catalogue's part of these tables, row by row."""
    listed = [
        {"theme_id": view.theme_id, "shown_as": shown_as, "measure_id": measure_id, "dimension": dimension}
        for view in views
        for shown_as, uses in (
            ("day", [(metric_id, None) for metric_id in view.days]),
            ("part", view.parts),
            ("rate", [(metric_id, None) for metric_id in view.rates]),
            ("place", view.places),
        )
        for measure_id, dimension in uses
    ]
    odd = sorted(calendar.exceptions) if calendar else []
    return {
        "catalogue.theme_views": [{**each, "position": position} for position, each in enumerate(listed, 1)],
        "catalogue.odd_days": [{"day": day, "is_working": day.weekday() >= 5} for day in odd],
    }
